import { useEditor } from "@/features/design/editing";
import type { Action } from "@/features/design/rules/shapes";
import type { Place } from "@/features/design/shapes";

/** The form of an action: where the action stands, and whether it has just been made. */
export interface Of {
  readonly action: Action;
  readonly place: Place;
  readonly fresh: boolean;
}

/** Set members of an action. */
export function useSetAction({ place }: Pick<Of, "place">) {
  const { change } = useEditor();
  return (values: Readonly<Partial<Record<keyof Action, unknown>>>) => {
    change(Object.entries(values).map(([member, value]) => ({ do: "set", place: [...place, member], value })));
  };
}

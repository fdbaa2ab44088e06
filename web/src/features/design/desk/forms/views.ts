import { moveInForm, moveInList, placeField, placeInList, takeFromList, takeOut } from "@/features/design/forms";
import type { ShortList } from "@/features/design/forms";
import type { DesignField, DesignObject, Edit } from "@/features/design/shapes";

/** Which of an object's forms is being designed. */
export type View = "form" | ShortList;

/** What can be done with a field in the form that is open, whichever it is. */
export interface PlacedActs {
  readonly choose: (field: DesignField) => void;
  readonly move: (field: DesignField, by: -1 | 1) => void;
  readonly out: (field: DesignField) => void;
}

/** Put a field into a place of the form that is open. */
export function placed(object: DesignObject, view: View, key: string, to: string, before: string | null): Edit {
  return view === "form" ? placeField(object, key, to, before) : placeInList(object, view, key, before);
}

/** Move a field one up or down in the form that is open. */
export function moved(object: DesignObject, view: View, key: string, by: -1 | 1): Edit {
  return (view === "form" ? moveInForm(object, key, by) : moveInList(object, view, key, by)) ?? [];
}

/** Take a field out of the form that is open. */
export function takenOut(object: DesignObject, view: View, key: string): Edit {
  return view === "form" ? takeOut(object, key) : takeFromList(object, view, key);
}

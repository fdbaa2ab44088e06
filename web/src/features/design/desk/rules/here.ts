import { createContext, useContext } from "react";

import type { RulePeople } from "@/features/design/rules/api";
import type { Rule } from "@/features/design/rules/shapes";
import type { DesignObject, Place } from "@/features/design/shapes";

/** The rule being written, and what all parts of its sentence ask for. */
export interface Here {
  readonly rule: Rule;
  readonly object: DesignObject;
  readonly known: RulePeople;
  /** The steps that stand open. */
  readonly open: ReadonlySet<string>;
  /** The step that has just been made: it gets the focus. */
  readonly fresh: string | null;
  readonly toggle: (key: string, open: boolean, fresh?: boolean) => void;
}

const Chosen = createContext<Here | null>(null);

export const HereProvider = Chosen.Provider;

/** The rule we are in. */
export function useHere(): Here {
  const here = useContext(Chosen);
  if (here === null) throw new Error("No HereProvider above this part");
  return here;
}

/** A place as the server names it. */
export function told(place: Place): string {
  return place.join(".");
}

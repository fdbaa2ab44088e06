import { createContext, useContext, type ComponentType } from "react";

/** What every control is told. `id` ties it to its label; `describedBy` to its help and its problem. */
interface Told<Value> {
  id: string;
  value: Value;
  onChange: (value: Value) => void;
  onLeave?: (() => void) | undefined;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
  placeholder?: string | undefined;
  readOnly?: boolean | undefined;
}

export interface Option {
  value: string;
  label: string;
}

/** Something found elsewhere: a person, a team, a record. */
export interface Found {
  id: number;
  name: string;
  hint?: string | undefined;
}

/** A file that is at the server already. */
export interface Stored {
  id: number;
  name: string;
  type: string;
  size: number;
}

export type TextKind = "text" | "tel" | "email" | "url" | "decimal" | "integer" | "search";

/**
 * The controls a form is made of. The desk fits them with its component library, the phone with the
 * browser's own elements, and a field type is written once for both.
 */
export interface Kit {
  Text: ComponentType<
    Told<string> & { kind?: TextKind; unit?: string | undefined; maxLength?: number; autoComplete?: string }
  >;
  LongText: ComponentType<Told<string> & { rows?: number }>;
  Choice: ComponentType<Told<string | null> & { options: readonly Option[] }>;
  Choices: ComponentType<Told<readonly string[]> & { options: readonly Option[] }>;
  Toggle: ComponentType<Told<boolean | null>>;
  Day: ComponentType<Told<string | null>>;
  Moment: ComponentType<Told<string | null>>;
  Lookup: ComponentType<Told<Found | null> & { search: (text: string) => Promise<readonly Found[]> }>;
  Files: ComponentType<
    Told<readonly Stored[]> & {
      accept?: string;
      capture?: "environment" | "user";
      many?: boolean;
      send: (file: File) => Promise<Stored>;
    }
  >;
  Drawing: ComponentType<Told<readonly Stored[]> & { send: (file: File) => Promise<Stored> }>;
}

const Chosen = createContext<Kit | null>(null);

export const KitProvider = Chosen.Provider;

/** The controls of the root we are in. */
export function useKit(): Kit {
  const kit = useContext(Chosen);
  if (kit === null) throw new Error("No KitProvider above this form");
  return kit;
}

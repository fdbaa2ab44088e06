import type { ComponentType } from "react";

import type { Field } from "@/features/objects/api";

/** A field's value where it is only read. Never shown for an empty one. */
export interface ShowProps {
  value: unknown;
  field: Field;
}

/** A field's value where it is typed. The value is what the server shows and takes. */
export interface EditProps {
  id: string;
  field: Field;
  value: unknown;
  onChange: (value: unknown) => void;
  onLeave?: (() => void) | undefined;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
}

/** The comparisons a filter can make; the same words as in conditions. */
export type Op =
  | "eq"
  | "ne"
  | "lt"
  | "le"
  | "gt"
  | "ge"
  | "in"
  | "contains"
  | "starts_with"
  | "before"
  | "after"
  | "is_empty"
  | "is_filled";

/** One kind of field: how it is shown, typed, and filtered by. Each is one file in `fields/`. */
export interface FieldType {
  key: string;
  Show: ComponentType<ShowProps>;
  /** Absent where the system fills the field itself. */
  Edit?: ComponentType<EditProps>;
  ops: readonly Op[];
  /** Where what one compares with is typed otherwise than the value itself. */
  Filter?: ComponentType<EditProps>;
  /** Numbers stand at the right, so that their digits meet. */
  end?: boolean;
}

const types = new Map<string, FieldType>();

/** Make a type known by its key. Each file in `fields/` does this once. */
export function register(type: FieldType): void {
  types.set(type.key, type);
}

/** The type of a field; a field of a type unknown to this screen is shown as text and left alone. */
export function typeOf(field: Field): FieldType {
  return types.get(field.type) ?? unknownType;
}

/** Every registered type. */
export function known(): ReadonlyMap<string, FieldType> {
  return types;
}

/** Whether a field counts as not filled in. */
export function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

const unknownType: FieldType = {
  key: "",
  Show: ({ value }) => (typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value)),
  ops: ["is_empty", "is_filled"],
};

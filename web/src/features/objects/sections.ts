import type { Field, ObjectDef } from "@/features/objects/api";
import { pointed } from "@/features/objects/pieces";
import { holds, type Condition } from "@/lib/conditions";
import { say } from "@/lib/i18n";

export interface Shown {
  label: string;
  fields: readonly Field[];
}

/** The sections of an object's form that are visible for these values; fields in no section come last. */
export function sectionsOf(object: ObjectDef, values: Readonly<Record<string, unknown>>, rest: string): Shown[] {
  const by = new Map(object.fields.map((field) => [field.key, field]));
  const placed = new Set(object.form.flatMap((section) => section.fields));
  const loose = object.fields.filter((field) => !placed.has(field.key));
  const sections = object.form
    .filter((section) => visible(section.visible_when, values))
    .map((section) => ({
      label: say(section.label),
      fields: section.fields.flatMap((key) => by.get(key) ?? []),
    }));
  return loose.length > 0 ? [...sections, { label: rest, fields: loose }] : sections;
}

/** A section without a condition is always there. What a field points at is compared by its id, as on the server. */
function visible(condition: Condition | null | undefined, values: Readonly<Record<string, unknown>>): boolean {
  if (condition === undefined || condition === null) return true;
  const row = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, pointed(value)?.id ?? value]));
  return holds(condition, row, { now: new Date() });
}

import { freshKey } from "@/features/design/body";
import type { Both, DesignField, DesignObject, Edit, FormSection, Operation, Process } from "@/features/design/shapes";
import { stagePlace } from "@/features/design/steps";

/** The edits of an object's forms: each function is one thing a person does, as operations that count as one step. */

/** A section of the form that can be named by its key. */
export type KeyedSection = FormSection & { readonly key: string };

/** The lists of fields that an object has beside its form. */
export type ShortList = "quick" | "list_columns";

/** The sections, each with a key: one that was written without gets the number it stands at. */
export function sectionsOf(object: DesignObject): readonly KeyedSection[] {
  const made: KeyedSection[] = [];
  const own = new Set((object.form ?? []).flatMap(({ key }) => key ?? []));
  for (const section of object.form ?? []) {
    const key = section.key ?? freshKey("section", [...own, ...made.map((one) => one.key)]);
    made.push({ ...section, key });
  }
  return made;
}

/** The fields that stand in no section: people find them behind all others. */
export function unplaced(object: DesignObject): readonly DesignField[] {
  const placed = new Set((object.form ?? []).flatMap(({ fields }) => fields ?? []));
  return object.fields.filter(({ key }) => !placed.has(key));
}

/** Put a field into a section, before another or at the end; out of the section in which it stood. */
export function placeField(object: DesignObject, key: string, to: string, before: string | null): Edit {
  const sections = sectionsOf(object);
  return inForm(
    object,
    sections.flatMap((section) => {
      const fields = section.fields ?? [];
      const left = fields.filter((one) => one !== key);
      const next = section.key === to ? inserted(left, key, before) : left;
      return same(next, fields) ? [] : [setFields(object, section, next)];
    }),
  );
}

/** Take a field out of the form: it stays a field. */
export function takeOut(object: DesignObject, key: string): Edit {
  return inForm(
    object,
    sectionsOf(object)
      .filter(({ fields }) => fields?.includes(key))
      .map((section) =>
        setFields(
          object,
          section,
          (section.fields ?? []).filter((one) => one !== key),
        ),
      ),
  );
}

/** Move a field one up (-1) or down (1): at the end of its section, into the next one. Null at the very end. */
export function moveInForm(object: DesignObject, key: string, by: -1 | 1): Edit | null {
  const sections = sectionsOf(object);
  const at = sections.findIndex(({ fields }) => fields?.includes(key));
  const here = sections[at];
  if (here === undefined) return null;
  const within = follower(here.fields ?? [], key, by);
  if (within !== undefined) return placeField(object, key, here.key, within);
  const next = sections[at + by];
  return next === undefined ? null : placeField(object, key, next.key, by === 1 ? (next.fields?.[0] ?? null) : null);
}

/** What a key stands before once it has moved by one; null for the end, undefined where it can't move. */
function follower(keys: readonly string[], key: string, by: -1 | 1): string | null | undefined {
  const from = keys.indexOf(key);
  if (from < 0 || keys[from + by] === undefined) return undefined;
  return (by === -1 ? keys[from - 1] : keys[from + 2]) ?? null;
}

/** A new section at the end of the form, empty. */
export function addSection(object: DesignObject, label: Both): { edit: Edit; key: string } {
  const key = freshKey(
    "section",
    sectionsOf(object).map((section) => section.key),
  );
  return {
    key,
    edit: inForm(object, [{ do: "add", place: formPlace(object), value: valueOf(key, label), before: null }]),
  };
}

/** Take a section away; its fields stand behind all others then. */
export function removeSection(object: DesignObject, key: string): Edit {
  return inForm(object, [{ do: "remove", place: [...formPlace(object), key] }]);
}

/** Move a section one up (-1) or down (1). Null where it can't go further. */
export function moveSection(object: DesignObject, key: string, by: -1 | 1): Edit | null {
  const sections = sectionsOf(object);
  const from = sections.findIndex((one) => one.key === key);
  const other = sections[from + by];
  if (from < 0 || other === undefined) return null;
  const before = by === -1 ? other.key : (sections[from + 2]?.key ?? null);
  return inForm(object, [{ do: "move", place: [...formPlace(object), key], before }]);
}

/** Let a section be called otherwise, or be shown under another condition. */
export function setSection(object: DesignObject, key: string, member: "label" | "visible_when", value: unknown): Edit {
  return inForm(object, [{ do: "set", place: [...formPlace(object), key, member], value }]);
}

/** Put a field into one of the short lists, before another or at the end; or elsewhere in it. */
export function placeInList(object: DesignObject, list: ShortList, key: string, before: string | null): Edit {
  const keys = object[list] ?? [];
  const next = inserted(
    keys.filter((one) => one !== key),
    key,
    before,
  );
  return same(next, keys) ? [] : [{ do: "set", place: ["objects", object.key, list], value: next }];
}

/** Take a field out of one of the short lists. */
export function takeFromList(object: DesignObject, list: ShortList, key: string): Edit {
  return [
    { do: "set", place: ["objects", object.key, list], value: (object[list] ?? []).filter((one) => one !== key) },
  ];
}

/** Move a field of a short list one up (-1) or down (1). Null at its end. */
export function moveInList(object: DesignObject, list: ShortList, key: string, by: -1 | 1): Edit | null {
  const before = follower(object[list] ?? [], key, by);
  return before === undefined ? null : placeInList(object, list, key, before);
}

/** Whether leaving this stage takes the field: one that is asked for, or no more. */
export function requireAt(process: Process, stage: string, key: string, wanted: boolean): Edit {
  const found = process.stages.find((one) => one.key === stage);
  const fields = found?.gate?.fields ?? [];
  if (found === undefined || fields.includes(key) === wanted) return [];
  const value = wanted ? [...fields, key] : fields.filter((one) => one !== key);
  return [{ do: "set", place: [...stagePlace(process, found), "gate", "fields"], value }];
}

/** The operations on sections, behind one that gives them keys where the form was written without. */
function inForm(object: DesignObject, operations: readonly Operation[]): Edit {
  const known = (object.form ?? []).every(({ key }) => typeof key === "string");
  if (known || operations.length === 0) return operations;
  return [{ do: "set", place: formPlace(object), value: sectionsOf(object) }, ...operations];
}

function formPlace(object: DesignObject): readonly string[] {
  return ["objects", object.key, "form"];
}

function setFields(object: DesignObject, section: KeyedSection, value: readonly string[]): Operation {
  return { do: "set", place: [...formPlace(object), section.key, "fields"], value };
}

function valueOf(key: string, label: Both): KeyedSection {
  return { key, label, fields: [] };
}

function inserted(keys: readonly string[], key: string, before: string | null): readonly string[] {
  const at = before === null ? -1 : keys.indexOf(before);
  return at < 0 ? [...keys, key] : [...keys.slice(0, at), key, ...keys.slice(at)];
}

function same(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((key, i) => key === other[i]);
}

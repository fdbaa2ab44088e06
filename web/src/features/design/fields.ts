import { freshKey, keyFrom } from "@/features/design/body";
import { numeric, type Formula } from "@/features/design/formulas";
import type { Body, Both, Choice, DesignField, DesignObject, Edit } from "@/features/design/shapes";

/** The edits of an object's fields: each function is one thing a person does. */

/** The types with a unit behind their number, and those whose value is one of a list. */
export const measured: readonly string[] = ["integer", "decimal", "money", "text", "formula"];
export const choosing: readonly string[] = ["choice", "choices"];

/** The types whose value the system works out or numbers by itself. */
export const selfFilling: readonly string[] = ["formula", "auto_number"];

/** Where a field stands in the document. */
export function fieldPlace(object: DesignObject, field: Pick<DesignField, "key">): readonly string[] {
  return ["objects", object.key, "fields", field.key];
}

/** The key a new field gets from its English name, or a number of its own. */
export function fieldKey(object: DesignObject, english: string): string {
  const taken = object.fields.map(({ key }) => key);
  const named = keyFrom(english);
  return named === null || taken.includes(named) ? freshKey(named ?? "field", taken) : named;
}

/** A new field, behind the others. What its type cannot do without is filled in. */
export function addField(body: Body, object: DesignObject, field: { key: string; label: Both; type: string }): Edit {
  const value = {
    ...field,
    ...(field.type === "reference"
      ? { to: body.objects.find(({ key }) => key !== object.key)?.key ?? object.key }
      : {}),
    ...(choosing.includes(field.type)
      ? { choices: [{ key: "c_1", label: { zh: "选项一", en: "First" }, synonyms: [], archived: false }] }
      : {}),
    ...(field.type === "formula" ? { formula: firstFormula(object) } : {}),
  };
  return [{ do: "add", place: ["objects", object.key, "fields"], value, before: null }];
}

/** A formula to begin with: the first number there is. */
function firstFormula(object: DesignObject): Formula {
  const first = object.fields.find(({ type }) => numeric.includes(type));
  return first === undefined ? 0 : { field: first.key };
}

/** Move a field one up (-1) or down (1). */
export function moveField(object: DesignObject, field: DesignField, by: -1 | 1): Edit | null {
  const from = object.fields.findIndex(({ key }) => key === field.key);
  const other = object.fields[from + by];
  if (other === undefined) return null;
  const before = by === -1 ? other.key : (object.fields[from + 2]?.key ?? null);
  return [{ do: "move", place: fieldPlace(object, field), before }];
}

/** The choices still offered, as one line to be typed in. */
export function choicesLine(choices: readonly Choice[] | undefined): string {
  return (choices ?? [])
    .filter(({ archived }) => archived !== true)
    .map(({ label }) => label.zh)
    .join("、");
}

/**
 * The choices a typed line means. Who is named again keeps its key; one that is called otherwise in its old place is
 * the same, renamed; one that is left out stays readable in old records and is no longer offered.
 */
export function choicesFrom(line: string, before: readonly Choice[] = []): readonly Choice[] {
  const wanted = [...new Set(line.split(/[,，、;；\n]/).map((one) => one.trim()))].filter((one) => one !== "");
  const offered = before.filter(({ archived }) => archived !== true);
  const renamed = renaming(wanted, offered);
  const made: Choice[] = [];
  for (const name of wanted) {
    const old = before.find(({ label }) => label.zh === name);
    if (old !== undefined) made.push({ ...old, archived: false });
    else if (renamed !== null && name === renamed.to) made.push(relabelled(renamed.choice, name));
    else made.push(newChoice(name, [...before, ...made]));
  }
  const kept = new Set(made.map(({ key }) => key));
  return [...made, ...before.filter(({ key }) => !kept.has(key)).map((one) => ({ ...one, archived: true }))];
}

function newChoice(name: string, known: readonly Choice[]): Choice {
  const key = freshKey(
    "c",
    known.map((one) => one.key),
  );
  return { key, label: { zh: name, en: name }, synonyms: [], archived: false };
}

function relabelled(choice: Choice, name: string): Choice {
  const { zh, en } = choice.label;
  return { ...choice, label: { zh: name, en: en === zh ? name : en } };
}

/** As many as before, and only one of them called otherwise in its place: that one was renamed. */
function renaming(wanted: readonly string[], offered: readonly Choice[]): { choice: Choice; to: string } | null {
  if (wanted.length !== offered.length) return null;
  const other = offered.flatMap((choice, i) =>
    choice.label.zh === wanted[i] ? [] : [{ choice, to: wanted[i] ?? "" }],
  );
  const [only] = other;
  return only === undefined || other.length > 1 || offered.some(({ label }) => label.zh === only.to) ? null : only;
}

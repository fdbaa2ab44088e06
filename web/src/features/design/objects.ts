import { freshKey, keyFrom } from "@/features/design/body";
import { fieldKey } from "@/features/design/fields";
import { blankStage } from "@/features/design/steps";
import type { Body, Both, DesignField, DesignObject, Edit } from "@/features/design/shapes";

/** The edits of objects and of what ties them: each function is one thing a person does. */

/** The key a new object gets from its English name, or a number of its own. */
export function objectKey(body: Body, english: string): string {
  const taken = body.objects.map(({ key }) => key);
  const named = keyFrom(english);
  return named === null || taken.includes(named) ? freshKey(named ?? "object", taken) : named;
}

/** A new object with what it can't do without: a name for its records, and a form to fill it in. */
export function addObject(object: { key: string; label: Both }, name: Both, basics: Both): Edit {
  const value = {
    ...object,
    title: "name",
    visibility: "owner",
    fields: [{ key: "name", label: name, type: "text", required: true }],
    quick: ["name"],
    list_columns: ["name"],
    form: [{ key: "section_1", label: basics, fields: ["name"] }],
  };
  return [{ do: "add", place: ["objects"], value, before: null }];
}

/** A new process for the records of an object, with one stage to begin with. */
export function addProcess(body: Body, object: string, label: Both, stage: Both): { edit: Edit; key: string } {
  const taken = (body.processes ?? []).map((one) => one.key);
  const named = label.en === label.zh ? object : (keyFrom(label.en) ?? object);
  const key = taken.includes(named) ? freshKey(named, taken) : named;
  const value = { key, label, object, stages: [blankStage("step_1", stage)] };
  return { edit: [{ do: "add", place: ["processes"], value, before: null }], key };
}

/** The objects that no process leads yet: one process leads each. */
export function unled(body: Body): readonly DesignObject[] {
  return body.objects.filter(({ key }) => !body.processes?.some((one) => one.object === key));
}

/** One object's field that points to another. */
export interface Relation {
  readonly from: DesignObject;
  readonly field: DesignField;
  readonly to: DesignObject;
}

/** All references between objects, in the order of the document. */
export function relations(body: Body): readonly Relation[] {
  return body.objects.flatMap((from) =>
    from.fields.flatMap((field) => {
      const to = body.objects.find(({ key }) => field.type === "reference" && key === field.to);
      return to === undefined ? [] : [{ from, field, to }];
    }),
  );
}

/** Let records of one object point to one of another. */
export function relate(from: DesignObject, to: DesignObject, label: Both): Edit {
  const key = fieldKey(from, label.en === label.zh ? to.key : label.en);
  return [
    {
      do: "add",
      place: ["objects", from.key, "fields"],
      value: { key, label, type: "reference", to: to.key } as never,
      before: null,
    },
  ];
}

/**
 * Objects in columns: what points to nothing first, each behind all that it points to; circles end where they close.
 * Of those that may stand in one column, only `most` do: the others stand in the next ones.
 */
export function columnsOf(body: Body, most = Infinity): readonly (readonly DesignObject[])[] {
  const pointing = new Map<string, string[]>();
  for (const { from, to } of relations(body)) pointing.set(from.key, [...(pointing.get(from.key) ?? []), to.key]);
  const depths = new Map<string, number>();
  const depth = (key: string, above: ReadonlySet<string>): number => {
    const known = depths.get(key);
    if (known !== undefined) return known;
    const next = (pointing.get(key) ?? []).filter((to) => to !== key && !above.has(to));
    const found = next.reduce((deepest, to) => Math.max(deepest, 1 + depth(to, new Set([...above, key]))), 0);
    depths.set(key, found);
    return found;
  };
  const columns = new Map<number, DesignObject[]>();
  for (const object of body.objects) {
    const at = depth(object.key, new Set());
    columns.set(at, [...(columns.get(at) ?? []), object]);
  }
  const sorted = [...columns.entries()].sort(([one], [other]) => one - other);
  return sorted.flatMap(([, column]) => {
    const parts = Math.max(1, Math.ceil(column.length / most));
    const high = Math.ceil(column.length / parts);
    return Array.from({ length: parts }, (_, i) => column.slice(i * high, (i + 1) * high));
  });
}

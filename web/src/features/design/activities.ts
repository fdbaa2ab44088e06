import { freshKey, keyFrom } from "@/features/design/body";
import type { ActivityKind, Script } from "@/features/design/listShapes";
import type { Body, Both, Edit } from "@/features/design/shapes";

/** The edits of kinds of activities: each function is one thing a person does. */

export function kindPlace(kind: Pick<ActivityKind, "key">): readonly string[] {
  return ["activity_kinds", kind.key];
}

/** A new kind, behind the others. */
export function addKind(body: Body, label: Both): { edit: Edit; key: string } {
  const taken = (body.activity_kinds ?? []).map(({ key }) => key);
  const named = label.en === label.zh ? null : keyFrom(label.en);
  const key = named === null || taken.includes(named) ? freshKey(named ?? "kind", taken) : named;
  const value: ActivityKind = { key, label, counts_as_contact: true, scripts: [], checklist: [] };
  return { edit: [{ do: "add", place: ["activity_kinds"], value, before: null }], key };
}

/** Move a kind one up (-1) or down (1): in this order they are offered. */
export function moveKind(body: Body, kind: ActivityKind, by: -1 | 1): Edit {
  const kinds = body.activity_kinds ?? [];
  const from = kinds.findIndex(({ key }) => key === kind.key);
  const other = kinds[from + by];
  if (other === undefined) return [];
  return [{ do: "move", place: kindPlace(kind), before: by === -1 ? other.key : (kinds[from + 2]?.key ?? null) }];
}

/** The stages that ask for contacts of this kind. */
export function askedBy(body: Body, key: string): readonly Both[] {
  return (body.processes ?? []).flatMap((process) =>
    process.stages
      .filter((stage) => stage.gate?.deliverables?.some((thing) => thing.activity_kinds?.includes(key)) ?? false)
      .map((stage) => stage.label),
  );
}

/** The list with one of its lines at another place. */
export function swapped(scripts: readonly Script[], at: number, by: -1 | 1): readonly Script[] {
  const moved = [...scripts];
  const [one] = moved.splice(at, 1);
  if (one !== undefined) moved.splice(at + by, 0, one);
  return moved;
}

import type { Values } from "@/features/records/api";

/** One field that two people changed, each otherwise. */
export interface Conflict {
  field: string;
  mine: unknown;
  theirs: unknown;
}

/**
 * What to send when someone saved first: my changes, without those that say the same as theirs; and the fields that
 * both changed, for which only a person can decide.
 */
export function merge(base: Values, mine: Values, theirs: Values): { rest: Values; conflicts: Conflict[] } {
  const rest: Record<string, unknown> = {};
  const conflicts: Conflict[] = [];
  for (const [field, value] of Object.entries(mine)) {
    if (same(value, theirs[field])) continue;
    if (same(base[field], theirs[field])) rest[field] = value;
    else conflicts.push({ field, mine: value, theirs: theirs[field] });
  }
  return { rest, conflicts };
}

/** Whether two values say the same; a reference counts by what it points at, and nothing is nothing. */
export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(bare(one)) === JSON.stringify(bare(other));
}

function bare(value: unknown): unknown {
  if (value === undefined || value === "") return null;
  if (typeof value === "object" && value !== null && "id" in value) return value.id;
  return value;
}

import type { Condition } from "@/lib/conditions";

/** What a list is asked for, as it stands in the address of the page. */
export interface Filters {
  q: string;
  stage: string | null;
  owner: string | null;
  outcome: string | null;
  level: string | null;
  sort: string | null;
  conditions: readonly Condition[];
}

const open: Condition = { field: "journey.outcome", op: "is_empty" };

const outcomes: Readonly<Record<string, readonly Condition[]>> = {
  open: [open],
  won: [{ field: "journey.outcome", op: "eq", value: "won" }],
  lost: [{ field: "journey.outcome", op: "eq", value: "lost" }],
};

const levels: Readonly<Record<string, readonly Condition[]>> = {
  red: [open, { field: "journey.due_at", op: "before", value: { hours: 0 } }],
  day: [open, { field: "journey.due_at", op: "within", value: { hours: 24 } }],
  ok: [open, { field: "journey.due_at", op: "after", value: { hours: 0 } }],
};

/** The filters as one condition; undefined when nothing is filtered. */
export function condition(filters: Filters): Condition | undefined {
  const all: Condition[] = [...filters.conditions];
  if (filters.stage !== null) all.push({ field: "journey.stage", op: "eq", value: filters.stage });
  if (filters.owner !== null) all.push({ field: "owner", op: "eq", value: Number(filters.owner) });
  all.push(...(outcomes[filters.outcome ?? ""] ?? []), ...(levels[filters.level ?? ""] ?? []));
  return all.length === 0 ? undefined : { all };
}

/** The filters an address holds. What cannot be read is no filter. */
export function filtersOf(search: URLSearchParams): Filters {
  return {
    q: search.get("q") ?? "",
    stage: search.get("stage"),
    owner: search.get("owner"),
    outcome: search.get("outcome"),
    level: search.get("level"),
    sort: search.get("sort"),
    conditions: conditionsOf(search.get("where")),
  };
}

function conditionsOf(written: string | null): readonly Condition[] {
  if (written === null) return [];
  try {
    const read: unknown = JSON.parse(written);
    return Array.isArray(read) ? (read as Condition[]) : [];
  } catch {
    return [];
  }
}

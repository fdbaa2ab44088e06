import { freshKey } from "@/features/design/body";
import type { Changing } from "@/features/design/changing";
import type { PoolPart } from "@/features/design/listShapes";
import { goes, type Lost } from "@/features/design/pruning";
import type { Body, Both, DesignObject, Edit } from "@/features/design/shapes";
import { say } from "@/lib/i18n";

/** The edits of pools: each function is one thing a person does. */

/** The objects that may have a pool and have none: whoever sees everything anyway need not claim it. */
export function poolable(body: Body): readonly DesignObject[] {
  const taken = new Set((body.pools ?? []).map(({ object }) => object));
  return body.objects.filter(({ key, visibility }) => visibility !== "everyone" && !taken.has(key));
}

/** A new pool of the first object that has none: those who see only their own may claim; the list's columns show. */
export function addPool(body: Body, label: Both): { edit: Edit; key: string } | null {
  const [object] = poolable(body);
  if (object === undefined) return null;
  const key = freshKey(
    "pool",
    (body.pools ?? []).map((one) => one.key),
  );
  const roles = (body.roles ?? []).filter(({ scope }) => scope === "own").map((role) => role.key);
  const value = {
    ...{ key, label, object: object.key, roles, shows: shownOf(object), per_day: 3, most: 20 },
    ...{ protected: "7 days", return_after: "30 workdays", cool_down: "14 days" },
  };
  return { edit: [{ do: "add", place: ["pools"], value, before: null }], key };
}

/** About another object's records: the fields shown are those of its list. */
export function repool(pool: PoolPart, object: DesignObject): Edit {
  return [
    { do: "set", place: ["pools", pool.key, "shows"], value: shownOf(object) },
    { do: "set", place: ["pools", pool.key, "object"], value: object.key },
  ];
}

/** What whoever looks for work wants to know: never what says who they are. */
function shownOf(object: DesignObject): readonly string[] {
  const columns = object.list_columns ?? object.quick ?? [];
  return columns.filter((key) => {
    const field = object.fields.find((one) => one.key === key);
    return field !== undefined && field.personal !== true;
  });
}

/** The pools without what goes: they show it no more; one whose records go is over. */
export function leavePools(changing: Changing, body: Body, lost: Lost): void {
  for (const pool of body.pools ?? []) {
    if (lost.objects.has(pool.object)) {
      changing.with([{ do: "remove", place: ["pools", pool.key] }], "pool", say(pool.label), true);
      continue;
    }
    const shows = pool.shows ?? [];
    const left = shows.filter((key) => !goes(lost, pool.object, key));
    if (left.length < shows.length) set(changing, pool, "shows", left);
  }
}

/** The pools that a role may claim from, without it. */
export function leavePoolsOf(changing: Changing, body: Body, role: string): void {
  for (const pool of body.pools ?? []) {
    const left = (pool.roles ?? []).filter((key) => key !== role);
    if (left.length < (pool.roles ?? []).length) set(changing, pool, "roles", left);
  }
}

function set(changing: Changing, pool: PoolPart, name: "shows" | "roles", value: readonly string[]): void {
  changing.with([{ do: "set", place: ["pools", pool.key, name], value }], "pool", say(pool.label));
}

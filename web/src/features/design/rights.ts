import { freshKey } from "@/features/design/body";
import { fieldsOf } from "@/features/design/pruning";
import type { Body, DesignField, DesignObject, Edit, Role } from "@/features/design/shapes";

/** What roles may do, read and changed: each function is one thing a person does or asks. */

export const actions = ["read", "create", "update", "delete", "export"] as const;
export type Action = (typeof actions)[number];
export const reaches = ["own", "team", "region", "all"] as const;
/** The row, and the list of fields, for all objects that nothing is said of. */
export const rest = "*";

type Part = "objects" | "hidden" | "readonly";
export type Openness = "open" | "readonly" | "hidden";

/** What is said of this object, else what is said of all others, else nothing. */
export function named(by: Readonly<Record<string, readonly string[]>> | undefined, object: string): readonly string[] {
  return by?.[object] ?? by?.[rest] ?? [];
}

/** Whether something is said of this object itself. */
export function says(role: Role, part: Part, object: string): boolean {
  return role[part]?.[object] !== undefined;
}

/** Allow an action or take it away. Whoever changes, deletes or exports sees; who no longer sees does none of it. */
export function turn(role: Role, object: string, action: Action): Edit {
  const before = named(role.objects, object);
  const on = !before.includes(action);
  const also: readonly string[] = on && action !== "create" ? ["read"] : [];
  const goes: readonly string[] = action === "read" ? actions.filter((one) => one !== "create") : [action];
  const after = actions.filter((one) =>
    on ? before.includes(one) || one === action || also.includes(one) : before.includes(one) && !goes.includes(one),
  );
  return put(role, "objects", object, after);
}

/** Let an object fall back to what is said of all others. */
export function forget(role: Role, object: string): Edit {
  return says(role, "objects", object) && object !== rest ? put(role, "objects", object, null) : [];
}

/** Give a right or take it away; the rights keep their order. */
export function turnRight(role: Role, right: string, order: readonly string[]): Edit {
  const has = role.rights ?? [];
  const wanted = has.includes(right) ? has.filter((one) => one !== right) : [...has, right];
  const place = (one: string) => (order.includes(one) ? order.indexOf(one) : order.length);
  return [{ do: "set", place: ["roles", role.key, "rights"], value: [...wanted].sort((a, b) => place(a) - place(b)) }];
}

/** How open a field is to a role. */
export function openness(role: Role, object: string, field: string): Openness {
  if (named(role.hidden, object).includes(field)) return "hidden";
  return named(role.readonly, object).includes(field) ? "readonly" : "open";
}

/** The hidden fields a formula would tell of: then it is hidden as well. */
export function toldBy(role: Role, object: DesignObject, field: DesignField): readonly DesignField[] {
  if (field.formula === undefined || field.formula === null) return [];
  const closed = named(role.hidden, object.key).filter((key) => key !== field.key);
  const seen = fieldsOf(field.formula);
  return object.fields.filter(({ key }) => closed.includes(key) && seen.has(key));
}

/** Close a field, or open it. An object that followed the others has a list of its own from then on. */
export function close(role: Role, object: string, known: readonly string[], field: string, to: Openness): Edit {
  return (["hidden", "readonly"] as const).flatMap((part): Edit => {
    const before = named(role[part], object);
    const has = before.includes(field);
    const wants = part === to;
    if (has === wants) return [];
    const kept = before.filter((key) => key !== field && (object === rest || known.includes(key)));
    const after = wants ? [...kept, field] : kept;
    const inherited = object === rest ? [] : named(role[part], rest).filter((key) => known.includes(key));
    const same = after.length === inherited.length && after.every((key) => inherited.includes(key));
    return put(role, part, object, same ? null : after);
  });
}

/** A new role that may do what another may, behind it. */
export function copyRole(body: Body, role: Role, label: Role["label"]): { edit: Edit; key: string } {
  const roles = body.roles ?? [];
  const key = freshKey(
    "role",
    roles.map((one) => one.key),
  );
  const next = roles[roles.findIndex((one) => one.key === role.key) + 1];
  const value: Role = { ...role, key, label };
  return { key, edit: [{ do: "add", place: ["roles"], value, before: next?.key ?? null }] };
}

/** A role one place to the left (-1) or to the right (1). */
export function moveRole(body: Body, role: Role, by: -1 | 1): Edit {
  const roles = body.roles ?? [];
  const from = roles.findIndex(({ key }) => key === role.key);
  const other = roles[from + by];
  if (other === undefined) return [];
  const before = by === -1 ? other.key : (roles[from + 2]?.key ?? null);
  return [{ do: "move", place: ["roles", role.key], before }];
}

/** One object's entry, in a part that may not be there yet. */
function put(role: Role, part: Part, object: string, value: readonly string[] | null): Edit {
  const place = ["roles", role.key, part];
  if (role[part] === undefined) return value === null ? [] : [{ do: "set", place, value: { [object]: value } }];
  return [{ do: "set", place: [...place, object], value }];
}

import type { Condition, Count } from "@/lib/conditions";

/** What is about to go: fields by their object, whole objects, whole processes, and stages by their process. */
export interface Lost {
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
  readonly objects: ReadonlySet<string>;
  readonly processes?: ReadonlySet<string>;
  readonly stages?: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Whether a field of an object is about to go. */
export function goes(lost: Lost, object: string, field: string): boolean {
  return lost.fields.get(object)?.has(field) ?? false;
}

/** A condition about an object without what asks for something lost; null when nothing is left of it. */
export function pruned(condition: Condition, object: string, lost: Lost): Condition | null {
  if ("all" in condition) return several(condition.all, object, lost, (all) => ({ all }));
  if ("any" in condition) return several(condition.any, object, lost, (any) => ({ any }));
  if ("not" in condition) {
    const left = pruned(condition.not, object, lost);
    return left === null ? null : { not: left };
  }
  if ("count" in condition) return counted(condition, lost);
  return goes(lost, object, condition.field) ? null : condition;
}

function counted(condition: Count, lost: Lost): Condition | null {
  const { count, via, where } = condition;
  if (lost.objects.has(count) || goes(lost, count, via)) return null;
  return where ? { ...condition, where: pruned(where, count, lost) } : condition;
}

function several(
  parts: readonly Condition[],
  object: string,
  lost: Lost,
  made: (parts: readonly Condition[]) => Condition,
): Condition | null {
  const left = parts.flatMap((part) => pruned(part, object, lost) ?? []);
  return left.length === 0 && parts.length > 0 ? null : made(left);
}

/** Whether a condition asks for something lost. */
export function asksFor(condition: Condition, object: string, lost: Lost): boolean {
  return JSON.stringify(pruned(condition, object, lost)) !== JSON.stringify(condition);
}

/** The fields that a formula looks at, in its numbers and in its conditions. */
export function fieldsOf(formula: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(look);
    else if (typeof node === "object" && node !== null) {
      for (const [name, value] of Object.entries(node)) {
        if (name === "field" && typeof value === "string") found.add(value);
        else look(value);
      }
    }
  };
  look(formula);
  return found;
}

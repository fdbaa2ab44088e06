import type { Condition } from "@/lib/conditions";

/** A condition as it is edited: groups of parts, each perhaps turned round. */

export type Mode = "all" | "any";

export interface Group {
  readonly mode: Mode;
  readonly parts: readonly Condition[];
}

/** What of a condition is said, and whether it is turned round. Twice turned round is said straight. */
export function unwrapped(tree: Condition): { not: boolean; inner: Exclude<Condition, { readonly not: Condition }> } {
  if (!("not" in tree)) return { not: false, inner: tree };
  const { not, inner } = unwrapped(tree.not);
  return { not: !not, inner };
}

export function wrapped(not: boolean, inner: Condition): Condition {
  return not ? { not: inner } : inner;
}

type Grouping = { readonly all: readonly Condition[] } | { readonly any: readonly Condition[] };

/** The parts of a condition that has parts, and how they count. */
export function groupOf(tree: Grouping): Group {
  return "all" in tree ? { mode: "all", parts: tree.all } : { mode: "any", parts: tree.any };
}

function isGroup(tree: Condition): tree is Grouping {
  return "all" in tree || "any" in tree;
}

export function grouped({ mode, parts }: Group): Condition {
  return mode === "all" ? { all: parts } : { any: parts };
}

/** A whole condition as a group of parts: what is one sentence is a group of one. */
export function opened(tree: Condition | null): Group {
  if (tree === null) return { mode: "all", parts: [] };
  return isGroup(tree) ? groupOf(tree) : { mode: "all", parts: [tree] };
}

/** The condition a group stands for: none without parts, and a single sentence stands for itself. */
export function closed({ mode, parts }: Group): Condition | null {
  const [only, ...others] = parts;
  if (only === undefined) return null;
  const single = others.length === 0 && mode === "all" && !isGroup(only);
  return single ? only : grouped({ mode, parts });
}

/** The parts with one of them changed; null takes it away. */
export function replaced(parts: readonly Condition[], at: number, by: Condition | null): readonly Condition[] {
  return parts.flatMap((one, i) => (i === at ? (by === null ? [] : [by]) : [one]));
}

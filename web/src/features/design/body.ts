import type { Body, Both, Draft, DraftAnswer, Operation, Place } from "@/features/design/shapes";

type Keyed = Readonly<{ key: string }>;
type Node = Readonly<Record<string, unknown>> | readonly Keyed[];

/**
 * The document after these operations, as the server will have it. Done once more nothing changes, so that what has
 * been answered and is not yet forgotten may be looked at through the same glass.
 */
export function applied(body: Body, operations: readonly Operation[]): Body {
  return operations.reduce((now, operation) => apply(now as unknown as Node, operation) as unknown as Body, body);
}

/** A draft as an answer tells of it, which may only say what has changed since it was as it is known. */
export function joined(known: Draft | undefined, answer: DraftAnswer): Draft {
  const { body, since, operations, ...rest } = answer;
  if (body !== null) return { ...rest, body };
  const base = known?.revision === since ? known.body : undefined;
  if (base === undefined) throw new Error("A draft was told by its changes to somebody who does not know it");
  return { ...rest, body: operations.length === 0 ? base : applied(base, operations) };
}

/** What stands at a place; undefined where nothing does. */
export function at(body: Body, place: Place): unknown {
  return place.reduce<unknown>((node, name) => step(node, name), body);
}

/** A key nobody has yet: `step_2` after `step_1`. */
export function freshKey(base: string, taken: Iterable<string>): string {
  const known = new Set(taken);
  for (let n = 1; ; n++) {
    const key = `${base.slice(0, 34)}_${n}`;
    if (!known.has(key)) return key;
  }
}

/** The key an English name gives: "Site visit" is `site_visit`; null where nothing of it can be a key. */
export function keyFrom(english: string): string | null {
  const key = english
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 40)
    .replace(/_+$/, "");
  return key === "" ? null : key;
}

/** The list with one of its keyed members put before another; at the end when that is null or not there. */
export function reordered<One extends Keyed>(list: readonly One[], one: One, before: string | null): readonly One[] {
  const others = list.filter(({ key }) => key !== one.key);
  const place = before === null ? -1 : others.findIndex(({ key }) => key === before);
  return place < 0 ? [...others, one] : [...others.slice(0, place), one, ...others.slice(place)];
}

function apply(node: Node, operation: Operation): Node {
  const { place } = operation;
  switch (operation.do) {
    case "set":
      return changed(node, place, () => operation.value ?? undefined);
    case "add":
      return changed(node, place, (list) =>
        reordered((list ?? []) as readonly Keyed[], operation.value, operation.before),
      );
    case "remove":
      return changed(node, place, () => undefined);
    case "move":
      return changed(node, place.slice(0, -1), (list) => {
        const all = list as readonly Keyed[];
        const one = all.find(({ key }) => key === place[place.length - 1]);
        return one === undefined ? all : reordered(all, one, operation.before);
      });
  }
}

/** A copy in which one place is another; undefined takes it away. A place that is not there changes nothing. */
function changed(node: Node, place: Place, how: (value: unknown) => unknown): Node {
  const [name, ...rest] = place;
  if (name === undefined) return how(node) as Node;
  if (rest.length > 0 && step(node, name) === undefined) return node;
  const value = rest.length === 0 ? how(step(node, name)) : changed(step(node, name) as Node, rest, how);
  if (isList(node)) {
    return node.flatMap((one) => (one.key === name ? (value === undefined ? [] : [value as Keyed]) : [one]));
  }
  const { [name]: _before, ...others } = node;
  return value === undefined ? others : { ...node, [name]: value };
}

function step(node: unknown, name: string): unknown {
  if (node === null || typeof node !== "object") return undefined;
  if (isList(node as Node)) return (node as readonly Keyed[]).find(({ key }) => key === name);
  return (node as Readonly<Record<string, unknown>>)[name];
}

function isList(node: Node): node is readonly Keyed[] {
  return Array.isArray(node);
}

/**
 * A name called otherwise in one language. Where nobody has translated it, the other language follows; a name that was
 * only `given` to something new is no translation.
 */
export function renamed(label: Both, which: keyof Both, text: string, given = ""): Both {
  const untold = label.en === label.zh || label.en === given;
  return which === "zh" && untold ? { zh: text, en: text } : { ...label, [which]: text };
}

/** A text that may be missing, in one more language; null when nothing is left of it. */
export function retold(words: Both | null | undefined, which: keyof Both, text: string): Both | null {
  const told = renamed(words ?? { zh: "", en: "" }, which, text);
  return told.zh === "" && told.en === "" ? null : told;
}

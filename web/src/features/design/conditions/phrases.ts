import { choicesOf } from "@/features/design/choices";
import type { Body, Choice, DesignField, DesignObject } from "@/features/design/shapes";
import type { Compare, Condition, Op, Relative, Scalar } from "@/lib/conditions";

/** How a condition speaks of a field: which comparisons its type allows, and what stands behind each. */

/** What a comparison is with: nothing, one value, a list, two ends, or a time counted from now. */
export type Shape = "none" | "one" | "list" | "two" | "past" | "next" | "ago" | "ahead";

/** A comparison with its shape, as one of a list offers it: `within:past`. */
export type Phrase = `${Op}:${Shape}`;

export type Kind = "text" | "number" | "boolean" | "date" | "datetime" | "choice" | "multi" | "pointer";

const kinds: Readonly<Record<string, Kind>> = {
  integer: "number",
  decimal: "number",
  money: "number",
  percent: "number",
  duration: "number",
  formula: "number",
  boolean: "boolean",
  date: "date",
  datetime: "datetime",
  choice: "choice",
  choices: "multi",
  reference: "pointer",
  member: "pointer",
  team: "pointer",
  file: "pointer",
  photo: "pointer",
  audio: "pointer",
  signature: "pointer",
};

/** How conditions see a field. */
export function kindOf(field: Pick<DesignField, "type"> | undefined): Kind {
  return kinds[field?.type ?? ""] ?? "text";
}

const filled: readonly Phrase[] = ["is_filled:none", "is_empty:none"];
const days: readonly Phrase[] = [
  "within:past",
  "within:next",
  "before:ago",
  "after:ago",
  "before:ahead",
  "after:ahead",
  "before:one",
  "after:one",
  "between:two",
];

/** The comparisons offered for each kind of field. */
export const phrases: Readonly<Record<Kind, readonly Phrase[]>> = {
  text: ["contains:one", "eq:one", "ne:one", "starts_with:one", "in:list", "not_in:list", ...filled],
  number: ["ge:one", "le:one", "gt:one", "lt:one", "eq:one", "ne:one", "between:two", ...filled],
  boolean: ["eq:one", ...filled],
  date: [...days, "eq:one", "ne:one", ...filled],
  datetime: [...days, ...filled],
  choice: ["eq:one", "ne:one", "in:list", "not_in:list", ...filled],
  multi: ["contains:one", "in:list", "not_in:list", ...filled],
  pointer: filled,
};

/** The phrase a comparison is. */
export function phraseOf({ op, value }: Compare): Phrase {
  return `${op}:${shapeOf(op, value ?? null)}`;
}

function shapeOf(op: Op, value: NonNullable<Compare["value"]> | null): Shape {
  if (value === null) return "none";
  if (isList(value)) return op === "between" ? "two" : "list";
  if (!isRelative(value)) return "one";
  const back = amountOf(value) < 0;
  return op === "within" ? (back ? "past" : "next") : back ? "ago" : "ahead";
}

/** What a phrase compares with until somebody says what: null where only a person can know. */
export function first(field: DesignField, choices: readonly Choice[], phrase: Phrase, today: string): Compare | null {
  const [op, shape] = phrase.split(":") as [Op, Shape];
  if (shape === "none") return { field: field.key, op };
  const value = spans[shape] ?? usual(kindOf(field), choices, today);
  if (value === null) return null;
  if (isRelative(value)) return { field: field.key, op, value };
  const given = shape === "two" ? [value, value] : shape === "list" ? [value] : value;
  return { field: field.key, op, value: given };
}

const spans: Readonly<Partial<Record<Shape, Relative>>> = {
  past: { days: -7 },
  ago: { days: -7 },
  next: { days: 7 },
  ahead: { days: 7 },
};

function usual(kind: Kind, choices: readonly Choice[], today: string): Scalar | null {
  if (kind === "boolean") return true;
  if (kind === "date") return today;
  if (kind === "datetime") return `${today}T00:00+08:00`;
  return choices[0]?.key ?? null;
}

/** A sentence to begin with, about the first field of an object. */
export function firstSentence(object: DesignObject, body: Body): Condition {
  const [field] = object.fields;
  return field === undefined ? { all: [] } : begun(field, choicesOf(body, field));
}

/** A first sentence about a field. */
export function begun(field: DesignField, choices: readonly Choice[]): Compare {
  const kind = kindOf(field);
  const phrase: Phrase = kind === "boolean" || kind === "choice" ? "eq:one" : "is_filled:none";
  return first(field, choices, phrase, "") ?? { field: field.key, op: "is_filled" };
}

export function isRelative(value: unknown): value is Relative {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly Scalar[] {
  return Array.isArray(value);
}

/** How many days or hours from now, back when negative. */
export function amountOf(value: Relative): number {
  return "days" in value ? value.days : value.hours;
}

export function unitOf(value: Relative): "days" | "hours" {
  return "days" in value ? "days" : "hours";
}

/** A time so far from now as was typed, on the same side as its phrase says. */
export function relative(shape: Shape, unit: "days" | "hours", amount: number): Relative {
  const signed = shape === "past" || shape === "ago" ? -amount : amount;
  return unit === "days" ? { days: signed } : { hours: signed };
}

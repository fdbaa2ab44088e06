/**
 * Conditions, evaluated on the screen exactly as the server does: tests/kernel/condition_vectors.json keeps them equal.
 * Two-valued: what is missing, or of another type, satisfies no comparison; `not` turns the answer round.
 */

export type Scalar = string | number | boolean;
export type Relative = { readonly days: number } | { readonly hours: number };
export type Ordering = "eq" | "ne" | "lt" | "le" | "gt" | "ge";
export type Op =
  | Ordering
  | "in"
  | "not_in"
  | "contains"
  | "starts_with"
  | "is_empty"
  | "is_filled"
  | "before"
  | "after"
  | "within"
  | "between";

export interface Compare {
  readonly field: string;
  readonly op: Op;
  readonly value?: Scalar | readonly Scalar[] | Relative | null;
}

export interface Count {
  readonly count: string;
  readonly via: string;
  readonly where?: Condition | null;
  readonly op: Ordering;
  readonly value: number;
}

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | Compare
  | Count;

/** A row as the server sends it: decimals and times are texts. */
export type Row = Readonly<Record<string, unknown>>;

/** How many records a count finds, or the related rows by `object.field`, to be counted here. */
export type Counts = ((count: Count) => number) | Readonly<Record<string, readonly Row[]>>;

export interface Asked {
  readonly now: Date;
  readonly counts?: Counts | undefined;
  readonly zone?: string;
}

/** Whether a condition holds for a row. Without `counts` no count holds. */
export function holds(tree: Condition, row: Row, asked: Asked): boolean {
  if ("all" in tree) return tree.all.every((part) => holds(part, row, asked));
  if ("any" in tree) return tree.any.some((part) => holds(part, row, asked));
  if ("not" in tree) return !holds(tree.not, row, asked);
  return "count" in tree ? counted(tree, asked) : compares(tree, row[tree.field], asked);
}

function counted(tree: Count, asked: Asked): boolean {
  const { counts } = asked;
  if (counts === undefined) return false;
  const { where } = tree;
  const number =
    typeof counts === "function"
      ? counts(tree)
      : (counts[`${tree.count}.${tree.via}`] ?? []).filter((row) => !where || holds(where, row, asked)).length;
  return tests[tree.op](number, [tree.value]);
}

function compares(tree: Compare, value: unknown, asked: Asked): boolean {
  const { op, value: wanted } = tree;
  if (isEmpty(value)) return op === "is_empty";
  if (wanted === undefined || wanted === null) return op === "is_filled";
  if (isRelative(wanted)) return timely(op, value, wanted, asked);
  return tests[op](value, isList(wanted) ? wanted : [wanted]);
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (isList(value) && value.length === 0);
}

function isList(value: unknown): value is readonly Scalar[] {
  return Array.isArray(value);
}

function isRelative(value: Scalar | readonly Scalar[] | Relative): value is Relative {
  return typeof value === "object" && !isList(value);
}

type Test = (value: unknown, wanted: readonly Scalar[]) => boolean;

const at =
  (...places: readonly number[]): Test =>
  (value, [wanted]) =>
    places.includes(order(value, wanted) ?? NaN);
const chosen = (value: unknown): readonly unknown[] => (isList(value) ? value : [value]);
const every = (value: unknown, wanted: readonly Scalar[], answer: boolean) =>
  chosen(value).every((one) => wanted.every((want) => same(one, want) === answer));

const tests: Record<Op, Test> = {
  eq: (value, wanted) => every(value, wanted, true),
  ne: (value, wanted) => every(value, wanted, false),
  lt: at(-1),
  le: at(-1, 0),
  gt: at(1),
  ge: at(0, 1),
  before: at(-1),
  after: at(1),
  within: () => false,
  between: (value, [low, high]) =>
    [0, 1].includes(order(value, low) ?? NaN) && [-1, 0].includes(order(value, high) ?? NaN),
  in: (value, wanted) => chosen(value).some((one) => wanted.some((want) => same(one, want) === true)),
  not_in: (value, wanted) => every(value, wanted, false),
  contains: (value, [wanted]) => (typeof value === "string" || isList(value)) && value.includes(String(wanted)),
  starts_with: (value, [wanted]) => typeof value === "string" && value.startsWith(String(wanted)),
  is_empty: () => false,
  is_filled: () => true,
};

/** Whether a value is the wanted one; undefined when the two cannot be compared. */
function same(value: unknown, wanted: Scalar): boolean | undefined {
  if (typeof wanted === "number") {
    const place = order(value, wanted);
    return place === undefined ? undefined : place === 0;
  }
  return typeof value === typeof wanted ? value === wanted : undefined;
}

/** Below, at or above (-1, 0, 1) a wanted value; undefined when the two cannot be compared. */
function order(value: unknown, wanted: Scalar | undefined): number | undefined {
  if (typeof wanted === "number") return numeric(decimalOf(value), decimalOf(wanted));
  if (typeof wanted !== "string" || typeof value !== "string") return undefined;
  return inTime(timeOf(value), timeOf(wanted));
}

/** A number without the limits of doubles: digits × 10 ^ exponent. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

// A number writes itself with an exponent when it is small; a text from a text field must not pass for one.
const NUMBER = /^(-?\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;
const NUMBER_TEXT = /^(-?\d{1,40})(?:\.(\d{1,40}))?$/;

function decimalOf(value: unknown): Decimal | undefined {
  const found =
    typeof value === "number" ? NUMBER.exec(String(value)) : typeof value === "string" ? NUMBER_TEXT.exec(value) : null;
  if (!found) return undefined;
  const [, whole = "", fraction = "", power = "0"] = found;
  return { digits: BigInt(whole + fraction), exponent: Number(power) - fraction.length };
}

function numeric(one: Decimal | undefined, other: Decimal | undefined): number | undefined {
  if (!one || !other) return undefined;
  const common = Math.min(one.exponent, other.exponent);
  const scaled = ({ digits, exponent }: Decimal) => digits * 10n ** BigInt(exponent - common);
  return place(scaled(one), scaled(other));
}

function place<T extends bigint | number | string>(one: T, other: T): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

/** A day as it is written, or a moment in microseconds. */
type Time = string | number;

const DAY_MS = 86_400_000;
const TIME = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(?:Z|([+-])(\d\d):(\d\d)))?$/;

function timeOf(text: string): Time | undefined {
  const found = TIME.exec(text);
  if (!found) return undefined;
  const part = (place: number) => Number(found[place] ?? 0);
  const midnight = Date.UTC(part(1), part(2) - 1, part(3));
  if (new Date(midnight).toISOString().slice(0, 10) !== text.slice(0, 10)) return undefined;
  if (found[4] === undefined) return text;
  const east = (found[8] === "-" ? -1 : 1) * (part(9) * 60 + part(10));
  const seconds = (part(4) * 60 + part(5) - east) * 60 + part(6);
  return (midnight + seconds * 1000) * 1000 + Number((found[7] ?? "").padEnd(6, "0"));
}

function inTime(one: Time | undefined, other: Time | undefined): number | undefined {
  if (one === undefined || other === undefined || typeof one !== typeof other) return undefined;
  return place(one, other);
}

/** Before, after or within a time counted from now. */
function timely(op: Op, value: unknown, relative: Relative, asked: Asked): boolean {
  const time = typeof value === "string" ? timeOf(value) : undefined;
  const there = inTime(time, fromNow(relative, time, asked));
  if (there === undefined) return false;
  if (op !== "within") return there === (op === "before" ? -1 : 1);
  const here = inTime(time, fromNow("days" in relative ? { days: 0 } : { hours: 0 }, time, asked)) ?? NaN;
  // Between the two: at one of them, or beyond one and short of the other.
  return there * here <= 0;
}

/** A time counted from now: a day to compare with a day, a moment to compare with a moment. */
function fromNow(relative: Relative, like: Time | undefined, { now, zone }: Asked): Time | undefined {
  const hours = "days" in relative ? relative.days * 24 : relative.hours;
  if (typeof like === "number") return (now.getTime() + hours * 3_600_000) * 1000;
  if (like === undefined || !("days" in relative)) return undefined;
  const today = new Intl.DateTimeFormat("sv-SE", { timeZone: zone ?? "Asia/Shanghai" }).format(now);
  return new Date(Date.parse(today) + relative.days * DAY_MS).toISOString().slice(0, 10);
}

import { conditionWords } from "@/features/design/conditions/said";
import type { Body, DesignObject } from "@/features/design/shapes";
import { formulaWords } from "@/features/design/words/formulas";
import type { Condition } from "@/lib/conditions";
import { dictionary, lang, say } from "@/lib/i18n";

/**
 * A formula as it is kept, and as one writes it: terms on a line, `×` and `÷` before `+` and `−`, brackets where a
 * part is worked out first. What a line means stays the same there and back.
 */

export const signs = ["+", "-", "*", "/"] as const;
export type Sign = (typeof signs)[number];

interface Sum {
  readonly "+"?: readonly Formula[];
  readonly "-"?: readonly Formula[];
  readonly "*"?: readonly Formula[];
  readonly "/"?: readonly Formula[];
}
interface Ref {
  readonly field: string;
}
interface Chosen {
  readonly if: Condition;
  readonly then: Formula;
  readonly else: Formula;
}
export type Formula = number | Ref | Chosen | Sum;

/** One part of a line: a number, a field, a line in brackets, or one of two lines. */
export type Part =
  | { readonly number: number }
  | { readonly field: string }
  | { readonly line: Line }
  | { readonly when: Condition; readonly then: Line; readonly otherwise: Line };

/** A part with the sign before it; that of the first one of a line means nothing. */
export interface Term {
  readonly sign: Sign;
  readonly part: Part;
}
export type Line = readonly Term[];

export const useFormulaWords = dictionary(formulaWords.zh, formulaWords.en);

/** The types whose values are numbers that are kept; a formula takes no other. */
export const numeric: readonly string[] = ["integer", "decimal", "money", "percent", "duration"];

const strong = (sign: Sign) => sign === "*" || sign === "/";

function joinedBy(formula: Formula): Sign | null {
  if (typeof formula === "number") return null;
  return signs.find((sign) => sign in formula) ?? null;
}

/** A formula as a line of terms. */
export function opened(formula: Formula): Line {
  const sign = joinedBy(formula);
  if (sign === null) return [{ sign: "+", part: partOf(formula) }];
  const [first = 0, ...others] = (formula as Sum)[sign] ?? [];
  const before = joinedBy(first);
  const begun: Line =
    before !== null && (strong(before) || !strong(sign)) ? opened(first) : [{ sign: "+", part: partOf(first) }];
  return [...begun, ...others.flatMap((one) => following(sign, one))];
}

/** What comes behind a sign: without brackets where it binds more strongly anyway. */
function following(sign: Sign, formula: Formula): Line {
  const inner = joinedBy(formula);
  if (inner === null || !strong(inner) || strong(sign)) return [{ sign, part: partOf(formula) }];
  return opened(formula).map((term, i) => (i === 0 ? { ...term, sign } : term));
}

function partOf(formula: Formula): Part {
  if (typeof formula === "number") return { number: formula };
  if ("field" in formula) return { field: formula.field };
  if ("if" in formula) return { when: formula.if, then: opened(formula.then), otherwise: opened(formula.else) };
  return { line: opened(formula) };
}

/** The formula that a line means. */
export function closed(line: Line): Formula {
  const products: { sign: Sign; terms: Term[] }[] = [];
  for (const term of line) {
    const last = products[products.length - 1];
    if (last === undefined || !strong(term.sign)) products.push({ sign: term.sign, terms: [term] });
    else last.terms.push(term);
  }
  return folded(
    products.map(({ sign, terms }) => ({
      sign,
      value: folded(terms.map((term) => ({ sign: term.sign, value: formulaOf(term.part) }))),
    })),
  );
}

/** From the left, one sign after the other; the same sign again goes on in the same list. */
function folded(values: readonly { sign: Sign; value: Formula }[]): Formula {
  const [first, ...others] = values;
  let made: { sign: Sign | null; parts: Formula[] } = { sign: null, parts: [first?.value ?? 0] };
  const whole = () => (made.sign === null ? (made.parts[0] ?? 0) : sum(made.sign, made.parts));
  for (const { sign, value } of others) {
    if (made.sign === null || made.sign === sign) made = { sign, parts: [...made.parts, value] };
    else made = { sign, parts: [whole(), value] };
  }
  return whole();
}

function sum(sign: Sign, parts: readonly Formula[]): Formula {
  return { [sign]: parts };
}

function formulaOf(part: Part): Formula {
  if ("number" in part) return part.number;
  if ("field" in part) return { field: part.field };
  if ("line" in part) return closed(part.line);
  return { if: part.when, then: closed(part.then), else: closed(part.otherwise) };
}

/** A formula as one writes it on paper, in the language being spoken. */
export function formulaSaid(formula: unknown, object: DesignObject, body: Body): string {
  if (!isFormula(formula)) return "";
  return lineSaid(opened(formula), object, body);
}

function lineSaid(line: Line, object: DesignObject, body: Body): string {
  const said = (part: Part) => partSaid(part, object, body, line.length === 1);
  return line.map(({ sign, part }, i) => (i === 0 ? said(part) : `${shown[sign]} ${said(part)}`)).join(" ");
}

function partSaid(part: Part, object: DesignObject, body: Body, alone: boolean): string {
  const t = useFormulaWords.of(lang());
  if ("number" in part) return part.number < 0 ? `(−${-part.number})` : String(part.number);
  if ("field" in part) {
    const field = object.fields.find(({ key }) => key === part.field);
    return field === undefined ? t.goneField(part.field) : say(field.label);
  }
  if ("line" in part) return `(${lineSaid(part.line, object, body)})`;
  const [then, otherwise] = [lineSaid(part.then, object, body), lineSaid(part.otherwise, object, body)];
  const said = t.eitherSaid(conditionWords(part.when, object, body), then, otherwise);
  return alone ? said : `(${said})`;
}

/** The signs as people write them. */
export const shown: Readonly<Record<Sign, string>> = { "+": "+", "-": "−", "*": "×", "/": "÷" };

/** Whether a value can be read as a formula: anything else was written by a machine, and is left alone. */
export function isFormula(value: unknown): value is Formula {
  if (typeof value === "number") return true;
  return typeof value === "object" && value !== null && !Array.isArray(value) && isTree(value);
}

function isTree(value: object): boolean {
  if ("field" in value) return typeof value.field === "string";
  if ("if" in value) return "then" in value && "else" in value && isFormula(value.then) && isFormula(value.else);
  return isSum(value);
}

function isSum(value: object): boolean {
  const [only, ...others] = Object.entries(value) as [string, unknown][];
  if (only === undefined || others.length > 0 || !signs.some((sign) => sign === only[0])) return false;
  return Array.isArray(only[1]) && only[1].every(isFormula);
}

/** The number somebody typed, `13%` too; null where it is none. */
export function numberTyped(text: string): number | null {
  const said = /^([-−]?\d{1,12}(?:\.\d{1,8})?)\s*([%％]?)$/.exec(text.trim().replace("。", "."));
  if (said?.[1] === undefined) return null;
  const number = Number(said[1].replace("−", "-"));
  return said[2] === "" ? number : Number((number / 100).toPrecision(12));
}

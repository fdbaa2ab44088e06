import { choicesOf } from "@/features/design/choices";
import {
  amountOf,
  isList,
  isRelative,
  kindOf,
  phraseOf,
  unitOf,
  type Kind,
  type Phrase,
} from "@/features/design/conditions/phrases";
import { groupOf, unwrapped, type Group } from "@/features/design/conditions/tree";
import type { Body, DesignField, DesignObject } from "@/features/design/shapes";
import { conditionsWords } from "@/features/design/words/conditions";
import type { Compare, Condition, Count, Relative, Scalar } from "@/lib/conditions";
import { dictionary, lang, say } from "@/lib/i18n";

export const useConditionWords = dictionary(conditionsWords.zh, conditionsWords.en);
type Words = ReturnType<typeof useConditionWords>;

/** A condition as a sentence, in the language being spoken. */
export function conditionWords(condition: Condition, object: DesignObject, body: Body): string {
  return told(condition, { object, body, t: useConditionWords.of(lang()) }, false);
}

interface Setting {
  readonly object: DesignObject;
  readonly body: Body;
  readonly t: Words;
}

function told(tree: Condition, setting: Setting, part: boolean): string {
  const { not, inner } = unwrapped(tree);
  if (not) return setting.t.notSaid(told(inner, setting, false));
  if ("count" in inner) return counted(inner, setting);
  return "field" in inner ? compared(inner, setting) : joined(groupOf(inner), setting, part);
}

function joined({ mode, parts }: Group, setting: Setting, part: boolean): string {
  const { t } = setting;
  const [only, ...others] = parts;
  if (only === undefined) return mode === "all" ? t.always : t.never;
  if (others.length === 0) return told(only, setting, part);
  const said = parts.map((one) => told(one, setting, true)).join(mode === "all" ? t.and : t.or);
  return part ? t.inside(said).trim() : said;
}

function counted({ count, where, op, value }: Count, { body, t }: Setting): string {
  const other = body.objects.find(({ key }) => key === count);
  const inner = where && other !== undefined ? t.inside(told(where, { object: other, body, t }, false)) : "";
  return t.counted(t.orders[op], value, other === undefined ? count : say(other.label), inner);
}

function compared(tree: Compare, { object, body, t }: Setting): string {
  const field = object.fields.find(({ key }) => key === tree.field);
  const name = field === undefined ? t.gone(tree.field) : say(field.label);
  return `${name} ${predicate(tree, field, body, t)}`;
}

function predicate(tree: Compare, field: DesignField | undefined, body: Body, t: Words): string {
  const { value } = tree;
  const said = phraseSaid(phraseOf(tree), kindOf(field), t);
  if (value === undefined || value === null) return said;
  if (isRelative(value)) return timely(tree.op, value, t);
  const each = (isList(value) ? value : [value]).map((one) => valueSaid(one, field, body, t));
  const all = tree.op === "between" ? between(each, t) : each.join(t.listed);
  const unit = field?.unit ? [field.unit] : [];
  return [said, all, ...unit].join(" ");
}

function between([low = "", high = ""]: readonly string[], t: Words): string {
  return t.between(low, high);
}

function timely(op: Compare["op"], value: Relative, t: Words): string {
  const n = Math.abs(amountOf(value));
  const time = t.time(n, t.times[unitOf(value)]);
  const back = amountOf(value) < 0;
  const point = n === 0 ? (unitOf(value) === "days" ? t.today : t.now) : back ? t.ago(time) : t.ahead(time);
  if (op !== "within") return `${t.phrases[`${op}:one`] ?? op} ${point}`;
  return n === 0 ? t.today_is : back ? t.span.past(time) : t.span.next(time);
}

/** What a comparison is called for fields of a kind. */
export function phraseSaid(phrase: Phrase, kind: Kind, t: Words): string {
  return t.own[kind]?.[phrase] ?? t.phrases[phrase] ?? phrase;
}

/** A value as people read it: a choice by its label, a moment without its zone. */
export function valueSaid(value: Scalar, field: DesignField | undefined, body: Body, t: Words): string {
  if (typeof value === "boolean") return value ? t.yes : t.no;
  if (typeof value === "number") return String(value);
  const choice = choicesOf(body, field).find(({ key }) => key === value);
  if (choice !== undefined) return say(choice.label);
  return kindOf(field) === "datetime" ? value.slice(0, 16).replace("T", " ") : value;
}

import type { Lang } from "@/lib/i18n";
import { when } from "@/lib/time";

/** How a refusal is said: by its code alone, or with the facts that came with it. */
export type Facts = Readonly<Record<string, unknown>>;

/** What happened, and what to do about it. */
export interface Sentence {
  what: string;
  how: string;
}

export type Say = Sentence | ((facts: Facts) => Sentence);

export const minutes = (value: unknown) => (typeof value === "number" ? Math.max(1, Math.ceil(value / 60)) : 15);
export const megabytes = (value: unknown) => (typeof value === "number" ? Math.round(value / 2 ** 20) : null);
export const list = (value: unknown) => (Array.isArray(value) ? value.map(String).join(" / ") : "");
export const text = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : "");
/** A moment as one says it to a colleague; nothing where none was named. */
export const moment = (value: unknown, lang: Lang) =>
  typeof value === "string" && !Number.isNaN(Date.parse(value)) ? when(value, lang) : "";

/** Where journeys stand that can't come along, each with how many. */
export function stranded(facts: Facts, each: (stage: string, count: string) => string, between: string): string {
  const found: unknown = facts["stages"];
  if (!Array.isArray(found) || found.length === 0) return each("—", "—");
  return found.map((one: Facts) => each(text(one["stage"]), text(one["count"]))).join(between);
}

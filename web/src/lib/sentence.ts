import type { Lang } from "@/lib/i18n";
import { Fault, Refusal, Unreachable } from "@/lib/refusal";
import { en } from "@/lib/words/en";
import { sentenceFor, type Sentence } from "@/lib/words/refusals";
import { zh } from "@/lib/words/zh-CN";

/** What to tell a person about an error: what happened, and what to do. */
export function sentence(error: unknown, lang: Lang): Sentence {
  const words = lang === "zh" ? zh : en;
  if (error instanceof Refusal) return sentenceFor(error.code, error.facts, lang) ?? words.unknownRefusal;
  if (error instanceof Unreachable) return words.unreachable;
  return { what: words.fault.what(error instanceof Fault ? error.reference : null), how: words.fault.how };
}

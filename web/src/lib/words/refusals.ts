import type { Lang } from "@/lib/i18n";
import { en } from "@/lib/words/refusalsEn";
import { zh } from "@/lib/words/refusalsZh";
import type { Facts, Say, Sentence } from "@/lib/words/saying";

export type { Sentence } from "@/lib/words/saying";

const spoken: Record<Lang, Record<string, Say>> = { zh, en };

/** The sentence for a refusal of the server; null for a code nobody has written one for. */
export function sentenceFor(code: string, facts: Facts, lang: Lang): Sentence | null {
  const said = spoken[lang][code];
  if (said === undefined) return null;
  return typeof said === "function" ? said(facts) : said;
}

/** Every code there is a sentence for. */
export const codes: readonly string[] = Object.keys(zh);

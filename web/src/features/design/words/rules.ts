import { rulesEn } from "@/features/design/words/rulesEn";
import { rulesZh } from "@/features/design/words/rulesZh";
import { dictionary } from "@/lib/i18n";

/** What the rule builder says: the list of rules and the sentence each of them is. */
export const useRuleWords = dictionary(rulesZh, rulesEn);

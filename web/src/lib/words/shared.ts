import { dictionary } from "@/lib/i18n";
import { en } from "@/lib/words/en";
import { zh } from "@/lib/words/zh-CN";

/** The words every screen shares, in the language being spoken. */
export const useShared = dictionary(zh, en);

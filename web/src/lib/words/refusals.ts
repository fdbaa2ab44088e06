import type { Lang } from "@/lib/i18n";

type Facts = Readonly<Record<string, unknown>>;

/** What happened, and what to do about it. */
export interface Sentence {
  what: string;
  how: string;
}

type Say = Sentence | ((facts: Facts) => Sentence);

const text = (value: unknown) => (typeof value === "string" || typeof value === "number" ? String(value) : "");
const minutes = (value: unknown) => Math.max(1, Math.ceil(Number(value) / 60));

const zh = {
  not_found: { what: "这里没有内容，或者你看不到它。", how: "它可能已移交给别人，请返回列表。" },
  forbidden: { what: "你没有做这件事的权限。", how: "请找主管或系统管理员。" },
  someone_was_first: { what: "别人刚改过。", how: "看一眼新内容，再决定用谁的。" },
  invalid: { what: "有几处填得不对。", how: "请按提示改好再保存。" },
  refused: { what: "现在不能这样做。", how: "请刷新页面看看最新情况。" },
  not_logged_in: { what: "登录已过期。", how: "请重新登录，填好的内容不会丢。" },
  wrong_login: { what: "账号或密码不对。", how: "请检查大小写，忘了密码请找系统管理员。" },
  too_many_tries: (facts: Facts) => ({
    what: "试错次数太多，先停一下。",
    how: `请 ${minutes(facts["retry_after"])} 分钟后再试。`,
  }),
  gate_closed: { what: "还不能进入下一步。", how: "把下面缺的补上就可以。" },
} satisfies Record<string, Say>;

/** Every code a refusal of the server can carry. */
export type RefusalCode = keyof typeof zh;

const en: Record<RefusalCode, Say> = {
  not_found: {
    what: "There is nothing here, or you may not see it.",
    how: "It may have a new owner; go back to the list.",
  },
  forbidden: { what: "You may not do this.", how: "Ask your manager or the administrator." },
  someone_was_first: { what: "Someone has just changed this.", how: "Look at the new content, then decide." },
  invalid: { what: "Some of it cannot be taken as it is.", how: "Correct what is marked and save again." },
  refused: { what: "This cannot be done now.", how: "Reload the page to see how things stand." },
  not_logged_in: { what: "Your log-in has expired.", how: "Log in again; what you typed is kept." },
  wrong_login: { what: "Login or password is wrong.", how: "Check upper and lower case, or ask the administrator." },
  too_many_tries: (facts) => ({
    what: "Too many wrong tries.",
    how: `Try again in ${minutes(facts["retry_after"])} min.`,
  }),
  gate_closed: { what: "The next stage is not open yet.", how: "Add what is missing below." },
};

const spoken: Record<Lang, Record<string, Say>> = { zh, en };

/** The sentence for a refusal of the server; null for a code nobody has written one for. */
export function sentenceFor(code: string, facts: Facts, lang: Lang): Sentence | null {
  const said = spoken[lang][code];
  if (said === undefined) return null;
  return typeof said === "function" ? said(facts) : said;
}

/** Every code there is a sentence for, in both languages. */
export const codes: readonly string[] = Object.keys(zh).filter((code) => code in en);

export { text as factText };

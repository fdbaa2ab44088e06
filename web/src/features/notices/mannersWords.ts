import { dictionary } from "@/lib/i18n";

/** The words with which one says how one wants to be told. */
export const useMannersWords = dictionary(
  {
    title: "怎么提醒我",
    mail: "发邮件",
    mailTo: (address: string) => `发到 ${address}`,
    noMail: "公司还没有配置邮件，现在只在系统里提醒。",
    noAddress: "你还没有登记邮箱，请管理员填上。",
    popups: "打开页面时弹出",
    atOnce: "马上告诉我",
    atOnceHint: (most: number, gap: number) =>
      `只在上班时间，一天最多 ${most} 次，两次至少隔 ${gap} 分钟；其余的进汇总。`,
    levels: { warn: "快到时限", due: "已超时", escalate: "严重超时" },
    digests: "汇总的时间",
    second: "再一次",
    none: "不要",
    digestsHint: "到点把没看过的合成一封。",
    quietFrom: "免打扰，从",
    quietUntil: "到",
    asCompany: "恢复公司的做法",
    saved: "已存",
  },
  {
    title: "How I am told",
    mail: "By mail",
    mailTo: (address) => `to ${address}`,
    noMail: "Your company has not set up mail; you are told on these pages.",
    noAddress: "No address of yours is known; ask your administrator.",
    popups: "Pop up while a page is open",
    atOnce: "At once",
    atOnceHint: (most, gap) =>
      `Within working hours, at most ${most} times a day and ${gap} minutes apart; the rest waits for the digest.`,
    levels: { warn: "Nearly due", due: "Overdue", escalate: "Long overdue" },
    digests: "Digest at",
    second: "and again at",
    none: "never",
    digestsHint: "What you have not seen by then comes as one letter.",
    quietFrom: "Quiet from",
    quietUntil: "until",
    asCompany: "As the company has it",
    saved: "Saved",
  },
);

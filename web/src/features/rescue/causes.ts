import type { Lang } from "@/lib/i18n";
import { sentenceFor, type Sentence } from "@/lib/words/refusals";
import { list, text, type Facts, type Say } from "@/lib/words/saying";

const zh: Readonly<Record<string, Say>> = {
  run_held: { what: "一小时内触发太多，先停下了。", how: "确认不是规则写宽了，再执行；不需要就放弃。" },
  run_failed: { what: "没有做成。", how: "再试一次；还不行就看规则的配置。" },
  rules_in_circle: (f: Facts) => ({
    what: `规则一个触发一个，没有尽头：${list(f["rules"])}。`,
    how: "改其中一条的条件并发布，然后放弃这一次。",
  }),
  too_many_actions: { what: "同一件事触发的动作太多，后面的没有做。", how: "合并规则，或在这里再试一次。" },
  unforeseen: (f: Facts) => ({
    what: `程序没料到的情况（${text(f["said"])}）。`,
    how: "会自动再试几次；一直不行就把这一行告诉技术支持。",
  }),
  call_status: (f: Facts) => ({
    what: `对方系统回答了 ${text(f["status"])}，多次都没有接收。`,
    how: `请对方检查 ${text(f["to"])}，好了再试一次。`,
  }),
  call_no_answer: (f: Facts) => ({
    what: `连不上对方系统：${text(f["said"])}`,
    how: `检查地址 ${text(f["to"])} 和对方是否在线，然后再试一次。`,
  }),
  call_no_secret: (f: Facts) => ({
    what: `签名密钥“${text(f["secret"])}”不在了。`,
    how: "在下面用同一个名字新建密钥，告诉对方，然后再试一次。",
  }),
  call_no_mail_server: { what: "没有配置发邮件的服务器。", how: "配置好邮件（见系统状态），然后再试一次。" },
  call_not_outside: (f: Facts) => ({
    what: `地址 ${text(f["to"])} 在内部网络里，不允许调用。`,
    how: "在规则里换成外部地址并发布，然后放弃这一次。",
  }),
  letter_undelivered: (f: Facts) => ({
    what: `邮件送不到：${text(f["said"])}`,
    how: "改好邮箱地址再试；放弃也不要紧，内容还在他的收件箱里。",
  }),
  job_failed: { what: "后台工作试了多次都没有做成。", how: "在系统状态里按编号看原因，排除后再试一次。" },
  stay_untold: (f: Facts) => ({
    what: `超时一天以上，负责人${text(f["owner"])}和主管没有都收到提醒。`,
    how: "点“再试一次”，立即补发提醒。",
  }),
  stage_no_way_on: (f: Facts) => ({
    what: `${text(f["process"])}里有 ${text(f["count"])} 单停在已经没有的阶段。`,
    how: "到“配置 → 进行中的单子”，把它们移到新的阶段。",
  }),
  owner_gone: (f: Facts) => ({
    what: `已经离开，名下还有 ${text(f["journeys"])} 单进行中、${text(f["records"])} 条记录。`,
    how: "交接给在职的同事。",
  }),
};

const en: Readonly<Record<string, Say>> = {
  run_held: { what: "It fired too often within an hour.", how: "See that the rule is not too wide, then try again." },
  run_failed: { what: "It was not done.", how: "Try again, or look at the rule." },
  rules_in_circle: (f) => ({
    what: `Rules set each other off without end: ${list(f["rules"])}.`,
    how: "Change a condition of one, release it, and drop this.",
  }),
  too_many_actions: { what: "One event came to too many actions.", how: "Join some rules, or try again here." },
  unforeseen: (f) => ({
    what: `Something nobody foresaw (${text(f["said"])}).`,
    how: "It is tried again by itself; if it stays, tell your support.",
  }),
  call_status: (f) => ({
    what: `The other system answered ${text(f["status"])} again and again.`,
    how: `Have ${text(f["to"])} looked at, then try again.`,
  }),
  call_no_answer: (f) => ({
    what: `The other system can't be reached: ${text(f["said"])}`,
    how: `Check ${text(f["to"])}, then try again.`,
  }),
  call_no_secret: (f) => ({
    what: `The secret “${text(f["secret"])}” is gone.`,
    how: "Make one of that name below, tell the other side, then try again.",
  }),
  call_no_mail_server: { what: "No mail server is set up.", how: "Set it up (see System), then try again." },
  call_not_outside: (f) => ({
    what: `${text(f["to"])} lies inside the own network and is never called.`,
    how: "Give the rule an address outside, release it, and drop this.",
  }),
  letter_undelivered: (f) => ({
    what: `The letter could not be brought: ${text(f["said"])}`,
    how: "Correct the address and try again; what it says stands in the inbox anyway.",
  }),
  job_failed: { what: "A job failed again and again.", how: "See its number on the system page, then try again." },
  stay_untold: (f) => ({
    what: `Overdue for more than a day, and ${text(f["owner"])} and the manager were not both told.`,
    how: "“Try again” tells them at once.",
  }),
  stage_no_way_on: (f) => ({
    what: `${text(f["count"])} of ${text(f["process"])} stand in a stage that is gone.`,
    how: "Move them under Configuration → running journeys.",
  }),
  owner_gone: (f) => ({
    what: `Has left and still owns ${text(f["journeys"])} open deals and ${text(f["records"])} records.`,
    how: "Hand them over to somebody who works here.",
  }),
};

/** Why something is in trouble, and what to do: words of our own, else those of the refusal it met. */
export function cause(code: string, facts: Facts, lang: Lang): Sentence {
  const words = lang === "zh" ? zh : en;
  const said = words[code];
  if (said !== undefined) return typeof said === "function" ? said(facts) : said;
  const unknown = words["run_failed"];
  return sentenceFor(code, facts, lang) ?? (typeof unknown === "object" ? unknown : { what: code, how: "" });
}

/** Every code of our own. */
export const causes: readonly string[] = Object.keys(zh);

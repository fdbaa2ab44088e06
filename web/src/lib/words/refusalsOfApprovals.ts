import { list, text, type Facts, type Say } from "@/lib/words/saying";

const zhSign: Readonly<Record<string, string>> = {
  own: "这是他自己的单，不能自己审，请换一个人。",
  asked_already: "他已经在这一环里了，请换一个人。",
  gone: "他已经不在职，请换一个人。",
};

const enSign: Readonly<Record<string, string>> = {
  own: "It is their own request: choose somebody else.",
  asked_already: "They are asked in this step already: choose somebody else.",
  gone: "They do not work here any more: choose somebody else.",
};

/** What approvals say no to, in Chinese. */
export const zhApprovals = {
  no_such_approval: { what: "这条记录没有这种审批。", how: "请刷新页面，它可能已经改了。" },
  already_asked: { what: "已经申请过，还没审完。", how: "可以催一下，或者先撤回再申请。" },
  no_approver: (f: Facts) => ({
    what: `“${list(f["steps"])}”找不到能审批的人。`,
    how: "请管理员在配置台的“审批”里补上审批人，或设好直属主管。",
  }),
  not_your_turn: { what: "现在不是你审，或者已经审过了。", how: "请刷新，看看轮到谁。" },
  not_allowed_in_step: { what: "这个环节不许这样做，或者转得太多次了。", how: "请直接同意或退回。" },
  cannot_sign: (f: Facts) => ({ what: "这个人不能审。", how: zhSign[text(f["why"])] ?? "请换一个人。" }),
  answer_reason_needed: { what: "还没有写原因。", how: "点一个原因，或写一句。" },
  no_earlier_step: { what: "前面没有这个环节。", how: "可以退回给申请人。" },
  reminded_lately: { what: "刚刚催过。", how: "一小时后可以再催。" },
  approval_over: { what: "这个审批已经结束。", how: "请刷新，看结果。" },
};

/** The same in English. */
export const enApprovals: Record<keyof typeof zhApprovals, Say> = {
  no_such_approval: { what: "There is no such approval here.", how: "Reload the page; it may have changed." },
  already_asked: { what: "This was asked and is not decided yet.", how: "Remind them, or take it back first." },
  no_approver: (f) => ({
    what: `Nobody can decide in “${list(f["steps"])}”.`,
    how: "Have an approver named in the design desk under Approvals, or set the direct manager.",
  }),
  not_your_turn: { what: "It is not your turn, or it was answered already.", how: "Reload to see whose turn it is." },
  not_allowed_in_step: {
    what: "This step does not allow it, or it was done too often.",
    how: "Agree or send it back.",
  },
  cannot_sign: (f) => ({
    what: "This person cannot decide it.",
    how: enSign[text(f["why"])] ?? "Choose somebody else.",
  }),
  answer_reason_needed: { what: "A reason is missing.", how: "Tap one, or write a sentence." },
  no_earlier_step: { what: "There is no such earlier step.", how: "Send it back to whoever asked." },
  reminded_lately: { what: "They were reminded a moment ago.", how: "You can do so again in an hour." },
  approval_over: { what: "This approval is over.", how: "Reload to see how it ended." },
};

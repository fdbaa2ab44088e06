import { dictionary } from "@/lib/i18n";

/** The words of notices on the phone. */
export const useNoticeWords = dictionary(
  {
    none: "没有提醒。快到期或被退回时，这里会告诉你。",
    known: "知道了",
    knownSaid: "已标为知道",
    later: "明天再说",
    laterSaid: "明天再提醒你",
    contacts: "最近几次联系",
    levels: { info: "知道就行", warn: "请留意", due: "已超时", escalate: "严重超时" },
  },
  {
    none: "No notices. When something is due or sent back, it says so here.",
    known: "Got it",
    knownSaid: "Noted",
    later: "Tomorrow",
    laterSaid: "You will be reminded tomorrow",
    contacts: "The last contacts",
    levels: { info: "For your information", warn: "Please note", due: "Overdue", escalate: "Long overdue" },
  },
);

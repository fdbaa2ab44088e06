import { dictionary } from "@/lib/i18n";

/** The words of what may be there already, and of working on one record together. */
export const useSharingWords = dictionary(
  {
    twinsTitle: "可能已经有了",
    alike: { name: "名称相近", phone: "电话相同", code: "代码相同" },
    twin: (alike: string, owner: string, when: string) =>
      `${alike}的一条在 ${owner} 名下${when === "" ? "" : `，${when} 跟进过`}`,
    stillCreate: "不是同一个，或确实要再建一条，就点“仍然新建”，会留痕。",
    createAnyway: "仍然新建",
    doubtfulCode: "统一社会信用代码的校验位对不上，请核对一遍。",
    open: "打开",
    ask: "申请协同",
    asked: "已申请，等对方答复",
    declined: "对方没有同意",
    askSaid: (owner: string) => `已向 ${owner} 申请协同，同意后会通知你`,
    yes: "同意协同",
    no: "不同意",
    yesSaid: "已同意，对方现在能跟进它",
    noSaid: "已回复不同意",
    together: "协同",
    asks: (name: string) => `${name} 申请协同`,
    end: "结束协同",
    endSaid: "已结束协同",
  },
  {
    twinsTitle: "This may be there already",
    alike: { name: "similar name", phone: "same number", code: "same code" },
    twin: (alike, owner, when) =>
      `One with the ${alike} belongs to ${owner}${when === "" ? "" : `; last contact ${when}`}`,
    stillCreate: "If it is another one, choose “Create anyway”; it stays in the trace.",
    createAnyway: "Create anyway",
    doubtfulCode: "The check digit of this unified social credit code is wrong. Look at it again.",
    open: "Open",
    ask: "Ask to work on it too",
    asked: "Asked; no answer yet",
    declined: "They declined",
    askSaid: (owner) => `${owner} was asked; you will hear`,
    yes: "Agree",
    no: "Decline",
    yesSaid: "They can work on it now",
    noSaid: "Declined",
    together: "Together with",
    asks: (name) => `${name} asks to work on this`,
    end: "End",
    endSaid: "Ended",
  },
);

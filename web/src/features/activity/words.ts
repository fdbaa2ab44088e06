import { dictionary } from "@/lib/i18n";

/** The words of activities and tasks. */
export const useActivityWords = dictionary(
  {
    log: "记一笔",
    kind: "方式",
    summary: "说了什么、下一步是什么",
    next: "下次联系",
    guide: (kind: string) => `${kind}怎么做`,
    checklist: "检查清单",
    save: "存",
    saved: "已记下",
    tasks: "待办",
    noTasks: "没有等你处理的事",
    due: (when: string) => `${when} 前`,
    done: "做完了",
    doneToast: "已完成",
    review: "去审核",
    open: "去看看",
  },
  {
    log: "Log a contact",
    kind: "Kind",
    summary: "What was said, and what comes next",
    next: "Next contact",
    guide: (kind) => `How to: ${kind}`,
    checklist: "Checklist",
    save: "Save",
    saved: "Logged",
    tasks: "To do",
    noTasks: "Nothing waits for you",
    due: (when) => `by ${when}`,
    done: "Done",
    doneToast: "Done",
    review: "Review",
    open: "Look",
  },
);

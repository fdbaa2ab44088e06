import { dictionary } from "@/lib/i18n";

export const useRecordPageWords = dictionary(
  {
    related: (label: string) => `相关${label}`,
    gateOpen: "现在可以进入下一步",
    more: "更多操作",
    owner: (name: string) => `负责人 ${name}`,
    noOwnerChange: "移交",
    journeyCard: "当前节点",
    backToList: "返回列表",
    help: "这一步怎么做",
  },
  {
    related: (label) => `Related ${label.toLowerCase()}`,
    gateOpen: "Ready to move on",
    more: "More",
    owner: (name) => `Owner ${name}`,
    noOwnerChange: "Hand over",
    journeyCard: "Present stage",
    backToList: "Back to the list",
    help: "How to do this stage",
  },
);

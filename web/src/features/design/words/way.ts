import { dictionary } from "@/lib/i18n";

/** What the picture of a process says. */
const zh = {
  tab: "读图",
  intro: "点一步，打开它来改。中间的线是每一单的走法；右边的步骤满足条件才走；左边的线是可以退回的路。",
  stages: "按顺序的步骤",
  start: "开始",
  step: (n: number, label: string) => `第 ${n} 步“${label}”`,
  when: (condition: string) => `只有 ${condition} 才走`,
  back: (labels: string) => `可以退回到 ${labels}`,
  lost: (label: string) => `${label}：任何一步都可能`,
  stop: "。",
  none: "还没有步骤",
};

const en: typeof zh = {
  tab: "Picture",
  intro:
    "Choose a stage to open it. The line in the middle is what every journey takes; stages at the right are taken under a condition; lines at the left lead back.",
  stages: "The stages in their order",
  start: "Begin",
  step: (n, label) => `Stage ${n} “${label}”`,
  when: (condition) => `only when ${condition}`,
  back: (labels) => `can go back to ${labels}`,
  lost: (label) => `${label}: from any stage`,
  stop: ". ",
  none: "No stages yet",
};

export const useWayWords = dictionary(zh, en);

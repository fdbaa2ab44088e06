import { dictionary } from "@/lib/i18n";

/** What the list of processes says. */
const zh = {
  title: "流程一览",
  intro: "一个对象最多有一条流程。",
  columns: { name: "流程", object: "对象", stages: "步骤", running: "进行中" },
  stageCount: (n: number) => `${n} 步`,
  none: "还没有流程",
  noneHint: "选一个对象，给它加一条流程。",
  remove: (label: string) => `删除流程“${label}”`,
  removeTitle: (label: string) => `删除流程“${label}”？`,
  removeIntro: "它的步骤、要求和原因一起删掉，对象和记录留着。发布后不能再开始新的单子，发布前可以撤销。",
  running: (n: number) => (n === 0 ? "现在没有进行中的单子。" : `进行中的 ${n} 单按原来的版本走完。`),
  along: "看板里数这条流程的数字会一起拿掉：",
  alongNothing: "没有看板数它。",
  newName: "新流程的名称",
  newEn: "英文名称（可不填）",
  newObject: "给哪个对象",
  add: "新建流程",
  allLed: "每个对象都有流程了。",
};

const en: typeof zh = {
  title: "All processes",
  intro: "An object has one process at most.",
  columns: { name: "Process", object: "Object", stages: "Stages", running: "Running" },
  stageCount: (n) => (n === 1 ? "1 stage" : `${n} stages`),
  none: "No processes yet",
  noneHint: "Choose an object and give it a process.",
  remove: (label) => `Remove the process “${label}”`,
  removeTitle: (label) => `Remove the process “${label}”?`,
  removeIntro:
    "Its stages, demands and reasons go with it; the object and its records stay. Once released nothing new can begin; before, you can undo this.",
  running: (n) => (n === 0 ? "Nothing is running now." : `${n} running: they go on under their version.`),
  along: "The numbers of dashboards that count it go with it:",
  alongNothing: "No dashboard counts it.",
  newName: "Name of the new process",
  newEn: "English name (may stay empty)",
  newObject: "For which object",
  add: "Add the process",
  allLed: "Every object has its process.",
};

export const useProcessesWords = dictionary(zh, en);

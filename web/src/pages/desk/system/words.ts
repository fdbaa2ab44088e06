import { dictionary } from "@/lib/i18n";

export const useSystemWords = dictionary(
  {
    system: "系统状态",
    found: { ok: "一切正常。", warn: "有需要留意的地方。", bad: "有需要处理的问题。" },
    checks: "刚刚检查",
    level: { ok: "正常", warn: "留意", bad: "处理" },
    incidents: "出过的问题",
    none: "没有记录到问题。",
    number: (number: string) => `编号 ${number}`,
    times: (n: number, first: string) => `${n} 次，第一次在 ${first}`,
    failed: "没有做成的后台工作",
    again: "再做一次",
    drop: "放弃",
    version: (version: string) => `版本 ${version}`,
  },
  {
    system: "System",
    found: { ok: "All is well.", warn: "Something deserves a look.", bad: "Something needs to be done." },
    checks: "Looked at just now",
    level: { ok: "Fine", warn: "Look", bad: "Act" },
    incidents: "What went wrong",
    none: "Nothing was recorded.",
    number: (number) => `Number ${number}`,
    times: (n, first) => `${n} times, first at ${first}`,
    failed: "Jobs that failed",
    again: "Run again",
    drop: "Drop",
    version: (version) => `Version ${version}`,
  },
);

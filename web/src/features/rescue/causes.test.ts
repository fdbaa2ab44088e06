import { describe, expect, it } from "vitest";

import { cause, causes } from "@/features/rescue/causes";

const facts = {
  rules: ["甲", "乙"],
  status: 500,
  to: "https://a.example",
  said: "x",
  secret: "k",
  owner: "陈",
  count: 2,
};

describe("why something is in trouble", () => {
  it("is said in both languages, with what to do, for every code", () => {
    for (const code of causes) {
      for (const lang of ["zh", "en"] as const) {
        const { what, how } = cause(code, { ...facts, process: "p", journeys: 1, records: 2 }, lang);
        expect(what, code).not.toBe("");
        expect(how, code).not.toBe("");
        expect(what + how, code).not.toMatch(/undefined|\[object/);
      }
    }
    expect(cause("call_no_secret", facts, "en").what).not.toBe(cause("call_no_secret", facts, "zh").what);
  });

  it("is what the refusal says that a run met", () => {
    expect(cause("nobody_fits", {}, "zh").what).toBe("没有合适的人可以分配。");
    expect(cause("never_heard_of", {}, "zh").what).toBe("没有做成。");
  });
});

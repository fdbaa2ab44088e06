import { describe, expect, it } from "vitest";

import type { Pack } from "@/features/setup/api";
import { blocksOf } from "@/features/setup/Handbook";
import { asked, nothing, pasted, withPack, wrongStage, type Wish } from "@/features/setup/wish";

const pack = {
  key: "shop",
  samples: false,
  stages: [
    { key: "a", label: "线索", limit: "1 workday" },
    { key: "b", label: "方案", limit: null },
    { key: "c", label: "签约", limit: "7 days" },
  ],
} as unknown as Pack;
const wish: Wish = { ...withPack(nothing, pack), name: " 海宁 " };

describe("a workspace as it shall be", () => {
  it("begins with the names and limits of the pack", () => {
    expect(wish.stages.map(({ label, amount, unit }) => [label, amount, unit])).toEqual([
      ["线索", "1", "workdays"],
      ["方案", "", "workdays"],
      ["签约", "7", "days"],
    ]);
  });
  it("keeps what was typed when the same pack is chosen again, and begins anew with another", () => {
    const typed = { ...wish, stages: wish.stages.map((one) => ({ ...one, label: `我们的${one.label}` })) };
    expect(withPack(typed, pack)).toBe(typed);
    expect(withPack(typed, { ...pack, key: "other" }).stages[0]?.label).toBe("线索");
  });
  it("takes several names at once from a sheet, with limits where there are some", () => {
    const filled = pasted(wish.stages, 1, "演示\t5\n归档\n多余\n");
    expect(filled?.map(({ label, amount }) => [label, amount])).toEqual([
      ["线索", "1"],
      ["演示", "5"],
      ["归档", "7"],
    ]);
    expect(pasted(wish.stages, 0, "一个名字")).toBeNull();
  });
  it("says which name or limit keeps one from going on", () => {
    const named = (labels: readonly string[], amount = "1") => ({
      ...wish,
      stages: wish.stages.map((one, place) => ({ ...one, label: labels[place] ?? "", amount })),
    });
    expect(wrongStage(named(["a", "b", "c"]))).toBeNull();
    expect(wrongStage(named(["a", " ", "c"]))).toEqual({ place: 1, why: "empty" });
    expect(wrongStage(named(["a", "b", "A "]))).toEqual({ place: 2, why: "twice" });
    expect(wrongStage(named(["a", "b", "c"], "0"))).toEqual({ place: 0, why: "limit" });
    expect(wrongStage(named(["a", "b", "c"], ""))).toBeNull();
  });
  it("sends limits as the configuration writes them, and nobody without a name", () => {
    const sent = asked(
      { ...wish, colleagues: [{ name: " ", role: "rep", leads: false }] },
      pack,
      { code: "x", password: "y" },
      "zh",
    );
    expect(sent.name).toBe("海宁");
    expect(sent.stages?.map(({ limit }) => limit)).toEqual(["1 workday", null, "7 days"]);
    expect(sent.colleagues).toEqual([]);
    expect(sent.samples).toBe(false);
  });
});

describe("a handbook", () => {
  it("is read as headings, texts, lists and tables", () => {
    const blocks = blocksOf("# 题\n\n第一行\n第二行\n\n## 节\n- 甲\n  续\n- 乙\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
    expect(blocks.map((one) => one.kind)).toEqual(["head", "text", "head", "list", "table"]);
    expect(blocks[3]).toEqual({ kind: "list", lines: ["- 甲续", "- 乙"] });
  });
});

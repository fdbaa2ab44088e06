import { expect, test } from "vitest";

import { first, firstSentence, phraseOf, phrases, type Kind, type Phrase } from "@/features/design/conditions/phrases";
import { conditionWords } from "@/features/design/conditions/said";
import { closed, groupOf, opened, replaced, unwrapped } from "@/features/design/conditions/tree";
import type { Body, DesignField, DesignObject } from "@/features/design/shapes";
import { holds, type Condition } from "@/lib/conditions";
import { speak } from "@/lib/i18n";

const words = (zh: string, en = zh) => ({ zh, en });
const fields: DesignField[] = [
  { key: "name", label: words("名称", "Name"), type: "text" },
  { key: "budget", label: words("预算", "Budget"), type: "money", unit: "万元" },
  { key: "trade", label: words("行业", "Trade"), type: "choice", dictionary: "trades" },
  { key: "tags", label: words("标签", "Tags"), type: "choices", choices: [{ key: "a", label: words("重点", "Key") }] },
  { key: "tender", label: words("要招标", "Tender"), type: "boolean" },
  { key: "due", label: words("交期", "Due"), type: "date" },
  { key: "met", label: words("见面", "Met"), type: "datetime" },
  { key: "photo", label: words("照片", "Photo"), type: "photo" },
];
const deal: DesignObject = { key: "deal", label: words("商机", "Deal"), title: "name", fields };
const quote: DesignObject = {
  key: "quote",
  label: words("报价", "Quote"),
  title: "no",
  fields: [
    { key: "no", label: words("编号", "No."), type: "text" },
    { key: "deal", label: words("商机", "Deal"), type: "reference", to: "deal" },
    { key: "sum", label: words("金额", "Sum"), type: "money" },
  ],
};
const body: Body = {
  name: words("试"),
  objects: [deal, quote],
  dictionaries: [
    { key: "trades", label: words("行业"), entries: [{ key: "petro", label: words("石化", "Petrochemical") }] },
  ],
};
const said = (tree: Condition) => conditionWords(tree, deal, body);

test("conditions are said in the words of their fields, choices and units", () => {
  speak("zh");
  expect(said({ field: "budget", op: "gt", value: 30 })).toBe("预算 大于 30 万元");
  expect(said({ field: "budget", op: "between", value: [1, 5] })).toBe("预算 介于 1 到 5 万元");
  expect(said({ field: "trade", op: "in", value: ["petro", "other"] })).toBe("行业 是其中之一 石化、other");
  expect(said({ field: "tags", op: "not_in", value: ["a"] })).toBe("标签 一个都没有 重点");
  expect(said({ field: "tender", op: "eq", value: false })).toBe("要招标 是 否");
  expect(said({ field: "due", op: "within", value: { days: -7 } })).toBe("交期 在最近 7 天内");
  expect(said({ field: "met", op: "before", value: { hours: 2 } })).toBe("见面 早于 2 小时后");
  expect(said({ field: "due", op: "le", value: "2026-11-01" })).toBe("交期 不晚于 2026-11-01");
  expect(said({ field: "lost", op: "is_filled" })).toBe("已经不在的字段（lost） 已填写");
  expect(said({ all: [] })).toBe("始终成立");
});

test("groups, their contrary and counts are said with brackets where they are needed", () => {
  const rich: Condition = { field: "budget", op: "ge", value: 30 };
  const tender: Condition = { field: "tender", op: "eq", value: true };
  const counted: Condition = {
    ...{ count: "quote", via: "deal", op: "ge", value: 2 },
    where: { field: "sum", op: "gt", value: 10 },
  };
  speak("zh");
  expect(said({ all: [rich, { any: [tender, counted] }] })).toBe(
    "预算 不小于 30 万元，并且（要招标 是 是，或者有至少 2 条报价（金额 大于 10））",
  );
  expect(said({ not: { all: [rich, tender] } })).toBe("不满足（预算 不小于 30 万元，并且要招标 是 是）");
  expect(said({ not: { not: rich } })).toBe("预算 不小于 30 万元");
  speak("en");
  expect(said({ any: [rich, { not: tender }] })).toBe("Budget is at least 30 万元 or not (Tender is yes)");
  expect(said(counted)).toBe("has at least 2 × Quote (Sum is more than 10)");
});

test("what is begun can always stand, and only what a person must know is asked for", () => {
  const asked = new Set<string>();
  for (const field of fields) {
    const choices = field.type === "choice" || field.type === "choices" ? [{ key: "a", label: words("甲") }] : [];
    for (const phrase of offered(field)) {
      const made = first(field, choices, phrase, "2026-11-22");
      if (made === null) asked.add(field.type);
      // The phrase of what was begun is the one that was chosen.
      else expect(phraseOf(made)).toBe(phrase);
    }
  }
  expect([...asked].sort()).toEqual(["money", "text"]);
  expect(firstSentence(quote, body)).toEqual({ field: "no", op: "is_filled" });
});

function offered(field: DesignField): readonly Phrase[] {
  const kinds: Record<string, Kind> = { text: "text", money: "number", choices: "multi", photo: "pointer" };
  return phrases[kinds[field.type] ?? (field.type as Kind)];
}

test("a condition opened and closed again means the same, and a single sentence stays one", () => {
  const one: Condition = { field: "budget", op: "ge", value: 30 };
  const other: Condition = { field: "tender", op: "eq", value: true };
  expect(closed(opened(null))).toBeNull();
  expect(closed(opened(one))).toEqual(one);
  expect(closed(opened({ not: { all: [one, other] } }))).toEqual({ not: { all: [one, other] } });
  expect(closed({ mode: "any", parts: [one] })).toEqual({ any: [one] });
  // A group that was just added to nothing else stays a group of its own.
  expect(closed({ mode: "all", parts: [{ any: [one] }] })).toEqual({ all: [{ any: [one] }] });
  const group = opened({ any: [one, other] });
  expect(closed({ ...group, parts: replaced(group.parts, 0, null) })).toEqual({ any: [other] });
  expect(groupOf({ all: [one] })).toEqual({ mode: "all", parts: [one] });
  const row = { budget: 31, tender: false };
  for (const tree of [{ not: { not: { not: one } } }, { not: other }] satisfies Condition[]) {
    const { not, inner } = unwrapped(tree);
    expect(holds(inner, row, { now: new Date() }) !== not).toBe(holds(tree, row, { now: new Date() }));
  }
});

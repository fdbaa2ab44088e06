import { expect, test } from "vitest";

import {
  closed,
  formulaSaid,
  isFormula,
  numberTyped,
  opened,
  type Formula,
  type Line,
} from "@/features/design/formulas";
import type { Body, DesignObject } from "@/features/design/shapes";
import { speak } from "@/lib/i18n";

const words = (zh: string, en = zh) => ({ zh, en });
const number = (key: string, zh: string, en: string) => ({ key, label: words(zh, en), type: "decimal" });
const line: DesignObject = {
  key: "line",
  label: words("行", "Line"),
  title: "name",
  fields: [
    { key: "name", label: words("名称", "Name"), type: "text" },
    number("count", "数量", "Count"),
    number("price", "单价", "Price"),
    number("off", "折扣", "Discount"),
    { key: "big", label: words("大单", "Big"), type: "boolean" },
  ],
};
const body: Body = { name: words("试"), objects: [line] };
const count = { field: "count" };
const price = { field: "price" };
const off = { field: "off" };
const said = (formula: unknown) => formulaSaid(formula, line, body);

/** What a formula gives, the way the server does. */
function gives(formula: Formula, row: Readonly<Record<string, number>>): number {
  if (typeof formula === "number") return formula;
  if ("field" in formula) return row[formula.field] ?? Number.NaN;
  if ("if" in formula) return gives(formula.then, row);
  const [[sign, parts] = ["+", []]] = Object.entries<readonly Formula[]>({ ...formula });
  const values = parts.map((part) => gives(part, row));
  const act = {
    "+": (a: number, b: number) => a + b,
    "-": (a: number, b: number) => a - b,
    "*": (a: number, b: number) => a * b,
    "/": (a: number, b: number) => a / b,
  }[sign as "+"];
  return values.reduce(act);
}

test("a formula reads as one writes it: brackets only where they count", () => {
  speak("zh");
  expect(said({ "*": [count, price, { "-": [1, off] }] })).toBe("数量 × 单价 × (1 − 折扣)");
  expect(said({ "+": [{ "*": [count, price] }, { "/": [off, 100] }] })).toBe("数量 × 单价 + 折扣 ÷ 100");
  expect(said({ "-": [count, { "-": [price, off] }] })).toBe("数量 − (单价 − 折扣)");
  expect(said({ "-": [{ "-": [count, price] }, off] })).toBe("数量 − 单价 − 折扣");
  expect(said({ "/": [count, { "*": [price, -2] }] })).toBe("数量 ÷ (单价 × (−2))");
  expect(said({ "+": [{ field: "lost" }, 1] })).toBe("已经不在的字段（lost） + 1");
  const either = { if: { field: "big", op: "eq", value: true }, then: { "*": [price, 0.9] }, else: price };
  expect(said(either)).toBe("如果 大单 是 是，就是 单价 × 0.9，否则是 单价");
  expect(said({ "*": [count, either] })).toBe("数量 × (如果 大单 是 是，就是 单价 × 0.9，否则是 单价)");
  expect([said(null), said({ "^": [1, 2] }), said([1])]).toEqual(["", "", ""]);
});

test("whatever is opened as a line and closed again gives the same results", () => {
  const row = { count: 7, price: 3, off: 5 };
  const leaves: Formula[] = [count, price, off, 2];
  let seed = 1;
  const next = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  const grown = (depth: number): Formula => {
    if (depth === 0 || next(4) === 0) return leaves[next(leaves.length)] ?? 1;
    const sign = ["+", "-", "*", "/"][next(4)] ?? "+";
    return { [sign]: Array.from({ length: 2 + next(2) }, () => grown(depth - 1)) };
  };
  for (let i = 0; i < 400; i++) {
    const formula = grown(4);
    const again = closed(opened(formula));
    expect(isFormula(again)).toBe(true);
    const [was, now] = [gives(formula, row), gives(again, row)];
    expect(
      Number.isFinite(was) ? Math.abs(now - was) <= 1e-9 * Math.max(1, Math.abs(was)) : !Number.isFinite(now),
    ).toBe(true);
    expect(closed(opened(again))).toEqual(again);
    expect(said(again)).toBe(said(formula));
  }
});

test("times and divided by come before plus and minus, whatever was typed first", () => {
  const term = (sign: "+" | "-" | "*" | "/", part: { field: string } | { number: number } | { line: Line }) => ({
    sign,
    part,
  });
  expect(closed([term("+", count), term("-", price), term("*", off)])).toEqual({ "-": [count, { "*": [price, off] }] });
  expect(closed([term("+", { line: [term("+", count), term("+", price)] }), term("*", off)])).toEqual({
    "*": [{ "+": [count, price] }, off],
  });
});

test("numbers are typed as people write them", () => {
  expect(["12", "0.5", "13%", "13％", "−2", "1。5"].map(numberTyped)).toEqual([12, 0.5, 0.13, 0.13, -2, 1.5]);
  expect(["", "abc", "1,2", "--1", "1e9"].map(numberTyped)).toEqual([null, null, null, null, null]);
});

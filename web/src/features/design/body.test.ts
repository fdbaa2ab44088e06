import { expect, test } from "vitest";

import { applied, freshKey, keyFrom, renamed, reordered, retold } from "@/features/design/body";
import type { Body, Operation } from "@/features/design/shapes";

const words = (zh: string) => ({ zh, en: zh });
const stage = (key: string) => ({ key, label: words(key), back_to: [] as string[] });
const body: Body = {
  name: words("演示"),
  objects: [],
  processes: [
    { key: "sales", label: words("销售"), object: "deal", stages: [stage("a"), stage("b"), stage("c")] },
    { key: "service", label: words("服务"), object: "case", stages: [stage("x")] },
  ],
};
const stages = (now: Body) => now.processes?.[0]?.stages.map(({ key }) => key);
const of = (...operations: Operation[]) => applied(body, operations);
const place = ["processes", "sales", "stages"];

test("what is set stands there, and nothing else has changed", () => {
  const now = of({ do: "set", place: [...place, "b", "limit"], value: "3 workdays" });
  expect(now.processes?.[0]?.stages[1]?.limit).toBe("3 workdays");
  expect(now.processes?.[1]).toBe(body.processes?.[1]);
  expect(body.processes?.[0]?.stages[1]).not.toHaveProperty("limit");
});

test("what is set to nothing is gone", () => {
  const now = of({ do: "set", place: [...place, "b", "label"], value: null });
  expect(now.processes?.[0]?.stages[1]).not.toHaveProperty("label");
});

test.each([
  ["before another", "b", ["a", "new", "b", "c"]],
  ["at the end", null, ["a", "b", "c", "new"]],
  ["at the end where the other is gone", "gone", ["a", "b", "c", "new"]],
])("a stage comes %s", (_, before, expected) => {
  expect(stages(of({ do: "add", place, value: stage("new"), before }))).toEqual(expected);
});

test("a stage moves, and goes", () => {
  expect(stages(of({ do: "move", place: [...place, "c"], before: "a" }))).toEqual(["c", "a", "b"]);
  expect(stages(of({ do: "remove", place: [...place, "b"] }))).toEqual(["a", "c"]);
});

test.each<Operation>([
  { do: "add", place, value: stage("new"), before: "b" },
  { do: "move", place: [...place, "c"], before: "a" },
  { do: "remove", place: [...place, "a"] },
  { do: "set", place: [...place, "b", "limit"], value: "3 days" },
])("$do done once more changes nothing: an answer may come before its question is forgotten", (operation) => {
  const once = of(operation);
  expect(applied(once, [operation])).toEqual(once);
});

test("a place that is not there changes nothing", () => {
  expect(of({ do: "set", place: [...place, "gone", "limit"], value: "3 days" })).toEqual(body);
});

test("keys are the server's kind of key, and nobody else's", () => {
  expect(keyFrom("Site visit (2nd)")).toBe("site_visit_2nd");
  expect(keyFrom("方案")).toBeNull();
  expect(keyFrom("3 quotes")).toBe("quotes");
  expect(freshKey("step", ["step_1", "step_2"])).toBe("step_3");
  expect(reordered([{ key: "a" }], { key: "b" }, "a")).toEqual([{ key: "b" }, { key: "a" }]);
});

test("a name nobody has translated follows in the other language", () => {
  expect(renamed(words("方案"), "zh", "报价")).toEqual(words("报价"));
  expect(renamed({ zh: "方案", en: "Proposal" }, "zh", "报价")).toEqual({ zh: "报价", en: "Proposal" });
  expect(renamed({ zh: "照片", en: "Photo" }, "zh", "封面", "Photo")).toEqual(words("封面"));
  expect(renamed(words("方案"), "en", "Quote")).toEqual({ zh: "方案", en: "Quote" });
  expect(retold(null, "zh", "说")).toEqual(words("说"));
  expect(retold(words("说"), "zh", "")).toBeNull();
});

import { expect, test } from "vitest";

import { merge } from "@/features/records/merge";

const base = { budget: 20, stage: "a", note: "old", owner: { id: 1, name: "陈" } };

test("fields that only I changed are sent again without asking", () => {
  expect(merge(base, { budget: 30 }, { ...base, note: "new" })).toEqual({ rest: { budget: 30 }, conflicts: [] });
});

test("a field both changed is a question, and only that field", () => {
  const found = merge(base, { budget: 30, note: "mine" }, { ...base, budget: 35 });
  expect(found.conflicts).toEqual([{ field: "budget", mine: 30, theirs: 35 }]);
  expect(found.rest).toEqual({ note: "mine" });
});

test("two people who wrote the same thing do not disagree", () => {
  expect(merge(base, { budget: 35, owner: 1 }, { ...base, budget: 35 })).toEqual({ rest: {}, conflicts: [] });
});

test("emptying a field that the other one filled is a question", () => {
  const found = merge({ note: null }, { note: "" }, { note: "filled" });
  expect(found.conflicts).toHaveLength(1);
});

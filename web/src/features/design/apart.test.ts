import { expect, it } from "vitest";

import { apart } from "@/features/design/apart";

it("marks only what differs", () => {
  expect(apart("时限 7 个工作日", "时限 5 个工作日")).toEqual({
    head: "时限 ",
    mine: "7",
    theirs: "5",
    tail: " 个工作日",
  });
});

it("marks nothing where nothing differs, and all where all does", () => {
  expect(apart("线索", "线索")).toEqual({ head: "线索", mine: "", theirs: "", tail: "" });
  expect(apart("展会", "官网")).toEqual({ head: "", mine: "展会", theirs: "官网", tail: "" });
});

it("never counts a letter for both ends, and cuts none in two", () => {
  expect(apart("aa", "aaa")).toEqual({ head: "aa", mine: "", theirs: "a", tail: "" });
  expect(apart("😀", "😁")).toEqual({ head: "", mine: "😀", theirs: "😁", tail: "" });
});

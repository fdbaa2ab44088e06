import { expect, test } from "vitest";

import { moved } from "@/features/metrics/grid";

const size = { rows: 3, columns: 7 };

test.each([
  ["ArrowRight", { row: 1, column: 3 }],
  ["ArrowUp", { row: 0, column: 2 }],
  ["Home", { row: 1, column: 0 }],
  ["End", { row: 1, column: 6 }],
])("%s leads to its neighbour", (key, to) => {
  expect(moved({ row: 1, column: 2 }, key, size)).toEqual(to);
});

test("the edge of the board is the end of the way", () => {
  expect(moved({ row: 2, column: 6 }, "ArrowDown", size)).toEqual({ row: 2, column: 6 });
});

test("other keys lead nowhere", () => {
  expect(moved({ row: 0, column: 0 }, "x", size)).toBeNull();
});

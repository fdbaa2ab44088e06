import { expect, test } from "vitest";

import { addBoard, addWidget, moveWidget, onGrid, placeOf, settled } from "@/features/design/boards";
import { applied } from "@/features/design/body";
import type { Body, DesignBoard, Question } from "@/features/design/shapes";

const place = (column: number, row: number, width = 6, height = 4) => ({ column, row, width, height });
const board: DesignBoard = {
  key: "b",
  label: { zh: "看板", en: "Board" },
  widgets: [
    { key: "one", question: "won", place: place(1, 1) },
    { key: "two", question: "won", place: place(7, 1) },
    { key: "low", question: "won", place: place(1, 5, 12, 2) },
  ],
};
const body: Body = { name: { zh: "", en: "" }, objects: [], dashboards: [board] };

function places(found: Body): unknown {
  return Object.fromEntries((found.dashboards?.[0]?.widgets ?? []).map((one) => [one.key, placeOf(one)]));
}

test("what would lie under a widget that is moved goes down, and only that", () => {
  expect(places(applied(body, moveWidget(board, "one", place(4, 1))))).toEqual({
    one: place(4, 1),
    two: place(7, 5),
    low: place(1, 9, 12, 2),
  });
});

test("a move that changes nothing is no edit, and one to the side touches nobody", () => {
  expect(moveWidget(board, "one", place(1, 1))).toEqual([]);
  expect(moveWidget(board, "low", place(1, 6, 12, 2))).toHaveLength(1);
});

test("after any move no two widgets meet", () => {
  for (let column = -3; column < 14; column++) {
    for (let row = -2; row < 9; row++) {
      const standing = [...settled(board.widgets ?? [], "two", place(column, row, 7, 3)).values()];
      const fields = standing.flatMap((one) =>
        Array.from({ length: one.width * one.height }, (_, n) =>
          [one.column + (n % one.width), one.row + Math.floor(n / one.width)].join(),
        ),
      );
      expect(new Set(fields).size).toBe(fields.length);
    }
  }
});

test("nothing stands beside the grid", () => {
  expect(onGrid(place(11, 0, 5, 20))).toEqual(place(8, 1, 5, 12));
  expect(onGrid(place(-4, 3, 0, 0))).toEqual(place(1, 3, 1, 1));
});

test("a question stands where there is room, under a key of its own", () => {
  const question = { key: "won", look: "number" } as Question;
  const { edit, key } = addWidget(board, question);
  expect(key).toBe("won");
  const after = applied(body, edit);
  expect((places(after) as Record<string, unknown>)["won"]).toEqual(place(1, 7, 3, 2));
  const [again] = after.dashboards ?? [];
  expect(again === undefined ? "" : addWidget(again, question).key).toBe("won_1");
});

test("a new dashboard has a key nobody has", () => {
  const { edit, key } = addBoard(body, { zh: "新", en: "New" });
  expect(applied(body, edit).dashboards?.map((one) => one.key)).toEqual(["b", key]);
});

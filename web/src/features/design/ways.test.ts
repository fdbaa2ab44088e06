import { expect, test } from "vitest";

import type { Stage } from "@/features/design/shapes";
import { mainLines, pictureOf, pill } from "@/features/design/ways";

const stage = (key: string, more: Partial<Stage> = {}): Stage => ({ key, label: { zh: key, en: key }, ...more });
const when = { field: "amount", op: "ge", value: 5 } as const;

test("conditional stages stand aside, and the main line goes on past them", () => {
  const picture = pictureOf({ stages: [stage("a"), stage("b", { when }), stage("c")] });
  expect(picture.spots.map(({ aside, x }) => [aside, x > picture.line])).toEqual([
    [false, false],
    [true, true],
    [false, false],
  ]);
  const ends = picture.spots.map(({ y, height }) => [y, y + height]).filter((_, i) => i !== 1);
  const stops = [picture.top, ...ends.flat(), picture.end];
  expect(mainLines(picture).flatMap(({ from, to }) => [from, to])).toEqual(stops);
});

test("all ways back to a stage share a line, and no two lines lie on one another", () => {
  const keys = Array.from({ length: 30 }, (_, i) => `s${i}`);
  const all = keys.map((key, i) => stage(key, { back_to: keys.slice(0, i) }));
  const { spots, rails } = pictureOf({ stages: all });
  expect(rails).toHaveLength(29);
  expect(rails[0]?.from).toHaveLength(29);
  expect(new Set(rails.map(({ x }) => x)).size).toBe(29);
  expect(Math.min(...rails.map(({ x }) => x))).toBeGreaterThan(0);
  expect(Math.max(...rails.map(({ x }) => x))).toBeLessThan(spots[0]?.x ?? 0);
  // Two that are apart from one another share a lane.
  const apart = [stage("a"), stage("b", { back_to: ["a"] }), stage("c"), stage("d", { back_to: ["c"] })];
  expect(new Set(pictureOf({ stages: apart }).rails.map(({ x }) => x)).size).toBe(1);
});

test("the two ends stand side by side", () => {
  const { line, right } = pictureOf({ stages: [stage("a"), stage("b", { back_to: ["a"] })] });
  const lost = right - 16 - pill.width;
  expect(lost).toBeGreaterThan(line + pill.width / 2);
});

import { expect, test } from "vitest";

import { includedBelow } from "@/features/design/desk/pilot/TeamBoxes";

const teams = [
  { id: 1, name: "公司", depth: 0, people: 9 },
  { id: 2, name: "华东", depth: 1, people: 5 },
  { id: 3, name: "阀门组", depth: 2, people: 3 },
  { id: 4, name: "水泵组", depth: 2, people: 2 },
  { id: 5, name: "华南", depth: 1, people: 4 },
];

test("whoever chooses a team has chosen all below it, and no other", () => {
  expect([...includedBelow(teams, [2])]).toEqual([3, 4]);
  expect([...includedBelow(teams, [3])]).toEqual([]);
  expect([...includedBelow(teams, [2, 5])]).toEqual([3, 4]);
  expect([...includedBelow(teams, [1, 3])]).toEqual([2, 3, 4, 5]);
  expect([...includedBelow(teams, [])]).toEqual([]);
});

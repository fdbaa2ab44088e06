import { expect, test } from "vitest";

import { added } from "@/features/design/parts";
import type { ReplayPart } from "@/features/design/shapes";

const side = (days: ReplayPart["draft"]["days"], refused = 0) => ({
  refused,
  red: 1,
  alerts: days.reduce((sum, { alerts }) => sum + alerts, 0),
  refusals: [],
  overdue: [],
  days,
});
const day = (person_id: number, date: string, alerts: number) => ({
  person_id,
  name: `p${person_id}`,
  day: date,
  alerts,
});
const part = (draft: ReplayPart["draft"], whole = true): ReplayPart => ({
  since: "2026-01-01T00:00:00Z",
  until: "2026-04-01T00:00:00Z",
  stays: 10,
  advances: 4,
  whole,
  live: side([]),
  draft,
});

test("parts add up: alerts of one day in two parts are those of one day", () => {
  const first = part(side([day(1, "2026-02-01", 3), day(2, "2026-02-02", 1)], 2));
  const whole = added([first, part(side([day(1, "2026-02-01", 4)], 1), false)]);
  expect(whole).toMatchObject({ stays: 20, advances: 8, whole: false });
  expect(whole.draft).toMatchObject({ refused: 3, red: 2, alerts: 8 });
  expect(whole.draft.people).toEqual([
    { name: "p1", alerts: 7, most: 7, days_of_many: 1 },
    { name: "p2", alerts: 1, most: 1, days_of_many: 0 },
  ]);
});

import { expect, test } from "vitest";

import { dayMeant } from "@/lib/days";

const saturday = new Date(2026, 10, 21, 15, 0);

test.each([
  ["今天", "2026-11-21"],
  ["明天", "2026-11-22"],
  ["3 天后", "2026-11-24"],
  ["下周一", "2026-11-23"],
  ["下下周五", "2026-12-04"],
  ["周一", "2026-11-23"],
  ["本周一", "2026-11-16"],
  ["周日", "2026-11-22"],
  ["11-28", "2026-11-28"],
  ["11月28日", "2026-11-28"],
  ["2027/2/28", "2027-02-28"],
  ["next Tuesday", "2026-11-24"],
  ["2 weeks", "2026-12-05"],
])("%s is the day %s", (said, day) => {
  expect(dayMeant(said, saturday)).toBe(day);
});

test.each(["2-30", "13-1", "hello", "", "周八"])("%s is no day", (said) => {
  expect(dayMeant(said, saturday)).toBeNull();
});

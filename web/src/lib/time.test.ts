import { expect, test } from "vitest";

import { distance, duration, stamp, when } from "@/lib/time";

const now = new Date(2026, 10, 21, 12, 0);
const at = (day: number, hour: number, year = 2026) => new Date(year, 10, day, hour, 5).toISOString();

test.each([
  [0, "0 分钟", "0 min"],
  [59, "59 分钟", "59 min"],
  [61, "1 小时 1 分钟", "1 h 1 min"],
  [5 * 1440 + 4 * 60 + 30, "5 天 4 小时", "5 d 4 h"],
  [1440, "1 天", "1 d"],
  [-5, "0 分钟", "0 min"],
])("%i minutes are said in the units that matter", (minutes, zh, en) => {
  expect(duration(minutes, "zh")).toBe(zh);
  expect(duration(minutes, "en")).toBe(en);
});

test("days are said the way one says them to a colleague", () => {
  expect(when(at(21, 9), "zh", now)).toBe("今天 09:05");
  expect(when(at(20, 16), "zh", now)).toBe("昨天 16:05");
  expect(when(at(22, 8), "en", now)).toBe("tomorrow 08:05");
  expect(when(at(18, 8), "zh", now)).toBe("11-18");
  expect(when(at(18, 8, 2025), "zh", now)).toBe("2025-11-18");
});

test("evidence has its minute, and its year when it is another", () => {
  expect(stamp(at(19, 9), "zh", now)).toBe("11-19 09:05");
  expect(stamp(at(19, 9, 2025), "zh", now)).toBe("2025-11-19 09:05");
});

test("how far away is said in one unit", () => {
  expect(distance(at(24, 12), "zh", now)).toBe("3 天后");
  expect(distance(at(21, 10), "zh", now)).toBe("2 小时前");
});

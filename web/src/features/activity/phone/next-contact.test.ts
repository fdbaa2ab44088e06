import { expect, test } from "vitest";

import { dayOf } from "@/features/activity/phone/next-contact";

const saturday = new Date(2026, 10, 21, 18, 30);
const sunday = new Date(2026, 10, 22, 9);
const monday = new Date(2026, 10, 23, 0, 5);

test("tomorrow and three days from now", () => {
  expect(dayOf("tomorrow", null, saturday)).toBe("2026-11-22");
  expect(dayOf("three", null, saturday)).toBe("2026-11-24");
});

test("next Monday is never today", () => {
  expect(dayOf("monday", null, saturday)).toBe("2026-11-23");
  expect(dayOf("monday", null, sunday)).toBe("2026-11-23");
  expect(dayOf("monday", null, monday)).toBe("2026-11-30");
});

test("another day is the one that was picked, and none is none", () => {
  expect(dayOf("other", "2026-12-31", saturday)).toBe("2026-12-31");
  expect(dayOf("other", null, saturday)).toBeNull();
  expect(dayOf("none", "2026-12-31", saturday)).toBeNull();
});

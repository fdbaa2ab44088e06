import { expect, test } from "vitest";

import { dueOf } from "@/features/records/phone/due";

const now = new Date(2026, 10, 21, 18, 30);
const at = (...when: [number, number, number, number]) => ({
  outcome: null,
  level: "ok" as const,
  due_at: new Date(when[0], when[1], when[2], when[3]).toISOString(),
});

test("what is over says for how long, in whole days", () => {
  expect(dueOf(at(2026, 10, 19, 9), now)).toEqual({ tone: "bad", said: "over", minutes: 2 * 24 * 60 });
  expect(dueOf(at(2026, 10, 21, 16), now)).toEqual({ tone: "bad", said: "over", minutes: 120 });
});

test("what goes red today warns, however the server judged it a minute ago", () => {
  expect(dueOf(at(2026, 10, 21, 23), now)).toEqual({ tone: "warn", said: "today" });
  expect(dueOf(at(2026, 10, 22, 9), now)).toEqual({ tone: "ok", said: "tomorrow" });
  expect(dueOf({ ...at(2026, 10, 24, 19), level: "warn" }, now)).toEqual({ tone: "warn", said: "left", minutes: 4320 });
});

test("without a limit nothing goes red, and what has ended is at rest", () => {
  expect(dueOf({ ...at(2026, 10, 1, 0), due_at: null }, now)).toEqual({ tone: "idle", said: "none" });
  expect(dueOf({ ...at(2026, 10, 1, 0), outcome: "won" }, now)).toEqual({ tone: "ok", said: "won" });
  expect(dueOf({ ...at(2026, 10, 1, 0), outcome: "lost" }, now)).toEqual({ tone: "idle", said: "lost" });
});

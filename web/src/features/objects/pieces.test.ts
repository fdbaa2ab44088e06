import { expect, test } from "vitest";

import { numberMeant } from "@/features/objects/pieces";

test.each([
  ["1,200", 1200],
  ["30万", 300_000],
  ["¥1.5 亿", 150_000_000],
  ["5%", 5],
  ["0.1", 0.1],
  ["-45", -45],
  ["", null],
])("%s is the number %s", (said, number) => {
  expect(numberMeant(said)).toBe(number);
});

test.each(["about 5", "1e400", "9".repeat(400), "12345678901234567"])("%s is left for the server to judge", (said) => {
  expect(numberMeant(said)).toBe(said);
});

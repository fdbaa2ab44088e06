import { expect, test } from "vitest";

import type { Thing } from "@/features/agenda/api";
import type { Notice } from "@/features/notices/api";
import { news } from "@/pages/phone/today/news";

const notice = (id: number, journey_id: number | null) => ({ id, journey_id }) as Notice;

test("of each journey the latest notice is told, and none of a journey that is in the list", () => {
  const told = [notice(9, 777), notice(8, 101), notice(7, 777), notice(6, null), notice(5, null), notice(4, 888)];
  const on = (journey_id: number | null) => [{ journey_id } as Thing];
  expect(news(told, on(101)).map((one) => one.id)).toEqual([9, 6, 5, 4]);
  expect(news(told, on(777)).map((one) => one.id)).toEqual([8, 6, 5, 4]);
  expect(news(told, on(null)).map((one) => one.id)).toEqual([9, 8, 6, 5, 4]);
});

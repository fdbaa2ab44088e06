import { expect, test } from "vitest";

import { condition, filtersOf } from "@/features/records/asked";

const of = (search: string) => condition(filtersOf(new URLSearchParams(search)));

test("an address without filters asks for everything", () => {
  expect(of("view=board")).toBeUndefined();
});

test("filters are joined: overdue deals of one owner in one stage", () => {
  expect(of("stage=quote&owner=7&level=red")).toEqual({
    all: [
      { field: "journey.stage", op: "eq", value: "quote" },
      { field: "owner", op: "eq", value: 7 },
      { field: "journey.outcome", op: "is_empty" },
      { field: "journey.due_at", op: "before", value: { hours: 0 } },
    ],
  });
});

test("a filter somebody broke in the address is left out, and nothing fails", () => {
  expect(of("where=%7Bbroken&level=unheard-of")).toBeUndefined();
});

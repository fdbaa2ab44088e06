import { describe, expect, it } from "vitest";

import vectors from "@/../../tests/kernel/condition_vectors.json";
import { type Condition, type Counts, holds } from "@/lib/conditions";

interface Case {
  name: string;
  tree: Condition;
  row: Record<string, unknown>;
  related?: Counts;
  zone?: string;
  holds: boolean;
}

const cases = vectors.cases as unknown as Case[];
const now = new Date(vectors.now);

describe("the shared cases of conditions", () => {
  it("are all there", () => {
    expect(cases.length).toBeGreaterThan(150);
  });

  it.each(cases)("$name", ({ tree, row, related, zone, holds: expected }) => {
    expect(holds(tree, row, { now, counts: related, zone: zone ?? vectors.zone })).toBe(expected);
  });
});

describe("what the screen cannot know", () => {
  const count: Condition = { count: "quote", via: "opportunity", op: "ge", value: 0 };

  it("satisfies no count", () => {
    expect(holds(count, {}, { now })).toBe(false);
    expect(holds(count, {}, { now, counts: () => 2 })).toBe(true);
  });

  it.each<[Condition, Record<string, unknown>]>([
    [{ field: "amount", op: "gt", value: 5 }, { amount: "a lot" }],
    [{ field: "amount", op: "ne", value: 5 }, { amount: NaN }],
    [{ field: "amount", op: "eq", value: 1 }, { amount: true }],
    [{ field: "amount", op: "eq", value: "7" }, { amount: 7 }],
    [{ field: "due", op: "before", value: "2026-10-01" }, { due: "2026-09-01T00:00:00Z" }],
    [{ field: "due", op: "before", value: "2026-10-01" }, { due: "2026-02-30" }],
    [{ field: "due", op: "within", value: { hours: -48 } }, { due: "2026-09-18" }],
    [{ field: "due", op: "before", value: { days: 0 } }, { due: "yesterday" }],
  ])("is compared with nothing: %j of %j", (tree, row) => {
    expect(holds(tree, row, { now })).toBe(false);
  });
});

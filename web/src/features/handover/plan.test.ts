import { describe, expect, it } from "vitest";

import { nothing, planOf, put } from "@/features/handover/plan";

describe("a plan", () => {
  it("is none while somebody has to be chosen", () => {
    expect(planOf(1, nothing)).toBeNull();
    expect(planOf(1, { ...nothing, how: "in_turn", one: 2 })).toBeNull();
    expect(planOf(1, { ...nothing, how: "by_field", one: 2 })).toBeNull();
  });

  it("gives the rest to the first where nobody is named for it", () => {
    expect(planOf(1, { ...nothing, one: 2 })).toMatchObject({ how: "one", to: [2], rest_to: 2 });
    expect(planOf(1, { ...nothing, one: 2, rest: 3 })?.rest_to).toBe(3);
    expect(planOf(1, { ...nothing, how: "in_turn", several: [4, 5] })).toMatchObject({ to: [4, 5], rest_to: 4 });
  });

  it("leaves out what belongs to another way", () => {
    const chosen = { ...nothing, one: 2, by: "customer.city", values: { 上海: 3 }, each: { "customer:1": 4 } };
    expect(planOf(1, chosen)).toMatchObject({ by: "", values: {}, each: {} });
    expect(planOf(1, { ...chosen, how: "by_field" })).toMatchObject({ by: "customer.city", values: { 上海: 3 } });
    expect(planOf(1, { ...chosen, how: "each" })).toMatchObject({ by: "", each: { "customer:1": 4 } });
  });

  it("sets and takes out entries", () => {
    expect(put({ a: 1 }, "b", 2)).toEqual({ a: 1, b: 2 });
    expect(put({ a: 1, b: 2 }, "a", null)).toEqual({ b: 2 });
  });
});

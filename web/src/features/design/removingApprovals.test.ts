import { expect, test } from "vitest";

import { applied, at } from "@/features/design/body";
import { removeField, removeObject, removeRole } from "@/features/design/removing";
import type { Body, DesignObject } from "@/features/design/shapes";

const label = (zh: string) => ({ zh, en: zh });
const discount = { key: "discount", label: label("折扣"), type: "decimal" };
const deal: DesignObject = {
  key: "deal",
  label: label("商机"),
  title: "name",
  fields: [{ key: "name", label: label("名称"), type: "text" }, discount],
};
const customer: DesignObject = { key: "customer", label: label("客户"), title: "name", fields: [] };
const director = { key: "director", label: label("总监") };
const big = { field: "discount", op: "gt", value: 30 } as const;
const approval = (when: typeof big | null) => ({
  key: "cheap",
  label: label("特价"),
  object: "deal",
  steps: [
    { key: "first", label: label("主管"), who: [{ key: "a", by: "manager" as const }], fields: ["name", "discount"] },
    { key: "last", label: label("总监"), who: [{ key: "a", by: "role" as const, role: "director" }], when },
  ],
});
const body = (when: typeof big | null = null): Body => ({
  name: label("公司"),
  objects: [customer, deal],
  roles: [director],
  approvals: [approval(when)],
});

test("a field that goes is shown to no approver any more", () => {
  const { edit, told } = removeField(body(), deal, discount);
  const place = ["approvals", "cheap", "steps", "first", "fields"];
  expect(at(applied(body(), edit), place)).toEqual(["name"]);
  expect(told).toEqual([{ where: "approval", name: "特价" }]);
});

test("an approval that asks for the field in a condition is told of as broken", () => {
  const { edit, told } = removeField(body(big), deal, discount);
  expect(told).toContainEqual({ where: "broken_approval", name: "特价" });
  expect(at(applied(body(big), edit), ["approvals", "cheap", "steps", "last", "when"])).toEqual(big);
});

test("an approval goes with its records, and stays with those of others", () => {
  const { edit, told } = removeObject(body(), deal);
  expect(applied(body(), edit).approvals).toEqual([]);
  expect(told).toContainEqual({ where: "approval", name: "特价", gone: true });
  expect(removeObject(body(), customer).told).toEqual([]);
});

test("an approval that asks a role is told of when the role goes", () => {
  expect(removeRole(body(), director).told).toEqual([{ where: "broken_approval", name: "特价" }]);
});

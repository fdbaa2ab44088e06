import { expect, test } from "vitest";

import { applied } from "@/features/design/body";
import { close, copyRole, forget, moveRole, named, openness, toldBy, turn, turnRight } from "@/features/design/rights";
import type { Body, DesignObject, Edit, Role } from "@/features/design/shapes";

const words = (zh: string) => ({ zh, en: zh });
const deal: DesignObject = {
  key: "deal",
  label: words("商机"),
  title: "name",
  fields: [
    { key: "name", label: words("名称"), type: "text" },
    { key: "cost", label: words("成本"), type: "money" },
    { key: "margin", label: words("毛利"), type: "formula", formula: { "-": [{ field: "price" }, { field: "cost" }] } },
  ],
};
const rep: Role = {
  key: "rep",
  label: words("销售"),
  scope: "own",
  objects: { "*": ["read", "create", "update"], product: ["read"] },
  hidden: { "*": ["cost", "floor"] },
};
const bare: Role = { key: "bare", label: words("空") };
const body: Body = { name: words("演示"), objects: [deal], roles: [rep, bare] };
const after = (edit: Edit, key = "rep") => applied(body, edit).roles?.find((role) => role.key === key) ?? bare;
const known = deal.fields.map(({ key }) => key);

test("what is not said of an object is as it is of all others, and may be said of it alone", () => {
  expect(named(rep.objects, "deal")).toEqual(["read", "create", "update"]);
  const now = after(turn(rep, "deal", "export"));
  expect(now.objects).toEqual({ ...rep.objects, deal: ["read", "create", "update", "export"] });
  expect(named(after(forget(now, "deal")).objects, "deal")).toEqual(["read", "create", "update"]);
  expect(forget(rep, "deal")).toEqual([]);
});

test("whoever changes sees, and who no longer sees changes nothing", () => {
  expect(after(turn(rep, "product", "update")).objects?.["product"]).toEqual(["read", "update"]);
  expect(after(turn(rep, "*", "read")).objects?.["*"]).toEqual(["create"]);
  expect(after(turn(bare, "deal", "delete"), "bare").objects).toEqual({ deal: ["read", "delete"] });
});

test("rights are given and taken away, in their order", () => {
  const order = ["process.review", "records.assign", "import.run"];
  const role = { ...rep, rights: ["import.run"] };
  expect(turnRight(role, "process.review", order)[0]).toMatchObject({ value: ["process.review", "import.run"] });
  expect(turnRight(role, "import.run", order)[0]).toMatchObject({ value: [] });
});

test("a field closed in one object names there what was closed in all, as far as it has it", () => {
  const now = after(close(rep, "deal", known, "name", "hidden"));
  expect(now.hidden).toEqual({ "*": ["cost", "floor"], deal: ["cost", "name"] });
  expect(openness(now, "deal", "cost")).toBe("hidden");
});

test("a field opened again, so that all is as in other objects, leaves no list of its own", () => {
  const closed = after(close(rep, "deal", known, "name", "hidden"));
  expect(
    applied({ ...body, roles: [closed] }, close(closed, "deal", known, "name", "open")).roles?.[0]?.hidden,
  ).toEqual({
    "*": ["cost", "floor"],
  });
});

test("a hidden field becomes read only in one step", () => {
  const now = after(close(rep, "deal", known, "cost", "readonly"));
  expect([now.hidden?.["deal"], now.readonly]).toEqual([[], { deal: ["cost"] }]);
  expect(openness(now, "deal", "cost")).toBe("readonly");
});

test("a formula that would tell of a hidden field says so", () => {
  const [, , margin] = deal.fields;
  if (margin === undefined) throw new Error("no field");
  expect(toldBy(rep, deal, margin).map(({ key }) => key)).toEqual(["cost"]);
  expect(toldBy(bare, deal, margin)).toEqual([]);
});

test("a role is copied behind its pattern and moved", () => {
  const { edit, key } = copyRole(body, rep, words("销售二"));
  const now = applied(body, edit);
  expect(now.roles?.map((role) => role.key)).toEqual(["rep", key, "bare"]);
  expect(now.roles?.[1]).toMatchObject({ label: words("销售二"), objects: rep.objects });
  expect(applied(body, moveRole(body, rep, 1)).roles?.map((role) => role.key)).toEqual(["bare", "rep"]);
  expect(moveRole(body, rep, -1)).toEqual([]);
});

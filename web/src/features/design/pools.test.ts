import { expect, test } from "vitest";

import { applied, at } from "@/features/design/body";
import { addPool, poolable, repool } from "@/features/design/pools";
import { removeField, removeObject, removeRole } from "@/features/design/removing";
import type { Body, DesignObject, Role } from "@/features/design/shapes";

const label = (zh: string) => ({ zh, en: zh });
const city = { key: "city", label: label("城市"), type: "text" };
const customer: DesignObject = {
  key: "customer",
  label: label("客户"),
  title: "name",
  list_columns: ["name", "city", "phone"],
  fields: [
    { key: "name", label: label("名称"), type: "text" },
    city,
    { key: "phone", label: label("电话"), type: "phone", personal: true },
  ],
};
const product: DesignObject = { ...customer, key: "product", visibility: "everyone" };
const rep: Role = { key: "rep", label: label("销售"), scope: "own" };
const empty: Body = { name: label("公司"), objects: [product, customer], roles: [rep] };
const made = addPool(empty, label("公海"));
const body = applied(empty, made?.edit ?? []);

test("a new pool shows nothing that says who they are, and whoever sees only their own may claim", () => {
  expect(made?.key).toBe("pool_1");
  expect(at(body, ["pools", "pool_1", "shows"])).toEqual(["name", "city"]);
  expect(at(body, ["pools", "pool_1", "roles"])).toEqual(["rep"]);
});

test("an object has one pool at most, and what everyone sees has none", () => {
  expect(poolable(body)).toEqual([]);
  expect(addPool(body, label("公海"))).toBeNull();
});

test("what goes is shown and claimed no more", () => {
  const field = removeField(body, customer, city);
  expect(at(applied(body, field.edit), ["pools", "pool_1", "shows"])).toEqual(["name"]);
  expect(field.told).toContainEqual({ where: "pool", name: "公海" });
  expect(at(applied(body, removeRole(body, rep).edit), ["pools", "pool_1", "roles"])).toEqual([]);
  expect(applied(body, removeObject(body, customer).edit).pools).toEqual([]);
});

test("a pool of another object shows the columns of its list", () => {
  const [pool] = body.pools ?? [];
  if (pool === undefined) throw new Error("there is one");
  const edit = repool(pool, { ...customer, key: "lead", list_columns: ["city"] });
  expect(at(applied(body, edit), ["pools", "pool_1", "shows"])).toEqual(["city"]);
});

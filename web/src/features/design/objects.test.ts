import { expect, test } from "vitest";

import { applied } from "@/features/design/body";
import { addProcess, unled, addObject, columnsOf, objectKey, relate, relations } from "@/features/design/objects";
import type { Body, DesignObject } from "@/features/design/shapes";

const label = (zh: string, en = zh) => ({ zh, en });
const object = (key: string, ...to: readonly string[]): DesignObject => ({
  key,
  label: label(key),
  title: "name",
  fields: [
    { key: "name", label: label("名称"), type: "text" },
    ...to.map((other) => ({ key: `to_${other}`, label: label(other), type: "reference", to: other })),
  ],
});
const body: Body = {
  name: label("公司"),
  objects: [object("customer"), object("deal", "customer"), object("quote", "deal")],
};
const columns = (of: Body) => columnsOf(of).map((column) => column.map(({ key }) => key));

test("a new object has a name for its records and a form, under a key nobody has", () => {
  const key = objectKey(body, "Site visit");
  expect([key, objectKey(body, "Deal"), objectKey(body, "")]).toEqual(["site_visit", "deal_1", "object_1"]);
  const made = applied(body, addObject({ key, label: label("现场") }, label("名称"), label("基本"))).objects[3];
  expect(made).toMatchObject({ title: "name", quick: ["name"], list_columns: ["name"] });
  expect(made?.form?.[0]?.fields).toEqual(["name"]);
});

test("objects stand behind what they point to, and a circle ends", () => {
  expect(columns(body)).toEqual([["customer"], ["deal"], ["quote"]]);
  expect(
    columns({ ...body, objects: [object("a", "b"), object("b", "a"), object("c", "c")] })
      .flat()
      .sort(),
  ).toEqual(["a", "b", "c"]);
});

test("where many would stand in one column they stand in several of the same height", () => {
  const many = Array.from({ length: 9 }, (_, i) => object(`one${i}`, "customer"));
  const spread = columnsOf({ ...body, objects: [object("customer"), ...many] }, 4);
  expect(spread.map((column) => column.length)).toEqual([1, 3, 3, 3]);
  expect(spread.flat().map(({ key }) => key)).toEqual(["customer", ...many.map(({ key }) => key)]);
});

test("a relation is a reference of its own, also a second one between the same two", () => {
  const [customer, deal] = body.objects;
  if (customer === undefined || deal === undefined) throw new Error("no objects");
  const once = applied(body, relate(customer, deal, label("首单", "First deal")));
  const [from = customer] = once.objects;
  const twice = applied(once, relate(from, deal, label("又一单")));
  expect(relations(twice).map(({ from: one, field, to }) => [one.key, field.key, to.key])).toEqual([
    ["customer", "first_deal", "deal"],
    ["customer", "deal", "deal"],
    ["deal", "to_customer", "customer"],
    ["quote", "to_deal", "deal"],
  ]);
});

test("a process is made for an object that has none, with a key of its own and a stage to begin with", () => {
  const label = { zh: "采购", en: "Buying" };
  const stage = { zh: "新步骤", en: "New stage" };
  const one = { key: "deal", label, title: "name", fields: [] };
  const body = { name: label, objects: [one, { ...one, key: "order" }] };
  const made = addProcess(body, "order", label, stage);
  const then = applied(body, made.edit);
  expect(then.processes).toMatchObject([{ key: "buying", object: "order", stages: [{ key: "step_1", label: stage }] }]);
  expect(unled(then).map(({ key }) => key)).toEqual(["deal"]);
  expect(addProcess(then, "deal", label, stage).key).toBe("buying_1");
  expect(addProcess(then, "deal", { zh: "采购", en: "采购" }, stage).key).toBe("deal");
});

import { expect, test } from "vitest";

import { applied, at } from "@/features/design/body";
import {
  addSection,
  moveInForm,
  moveInList,
  moveSection,
  placeField,
  placeInList,
  removeSection,
  requireAt,
  sectionsOf,
  setSection,
  takeOut,
  unplaced,
} from "@/features/design/forms";
import type { Body, DesignObject, Edit, Process } from "@/features/design/shapes";

const label = (zh: string) => ({ zh, en: zh });
const fields = ["name", "phone", "city", "size"].map((key) => ({ key, label: label(key), type: "text" }));
const old: DesignObject = {
  key: "customer",
  label: label("客户"),
  title: "name",
  fields,
  quick: ["name", "phone"],
  form: [
    { label: label("基本"), fields: ["name", "phone"] },
    { label: label("规模"), fields: ["city"] },
  ],
};
const process: Process = {
  key: "sales",
  label: label("销售"),
  object: "customer",
  stages: [{ key: "lead", label: label("线索"), gate: { fields: ["name"] } }],
};
const asks = ["processes", "sales", "stages", "lead", "gate", "fields"];
const body: Body = { name: label("公司"), objects: [old], processes: [process] };

function after(edit: Edit | null, before: Body = body): DesignObject {
  return applied(before, edit ?? []).objects[0] ?? old;
}

function laid(object: DesignObject): readonly (readonly string[])[] {
  return sectionsOf(object).map((section) => section.fields ?? []);
}

test("a form written without keys gets them with its first change, in one edit, and keeps what stood in it", () => {
  const edit = placeField(old, "size", "section_2", "city");
  expect(edit.map((one) => one.place)).toEqual([
    ["objects", "customer", "form"],
    ["objects", "customer", "form", "section_2", "fields"],
  ]);
  const done = after(edit);
  expect(done.form?.map((section) => section.key)).toEqual(["section_1", "section_2"]);
  expect(laid(done)).toEqual([
    ["name", "phone"],
    ["size", "city"],
  ]);
});

test("from then on a change touches only its section", () => {
  const keyed = after(placeField(old, "size", "section_2", null));
  expect(placeField(keyed, "phone", "section_1", "name").map((one) => one.place)).toEqual([
    ["objects", "customer", "form", "section_1", "fields"],
  ]);
  expect(setSection(keyed, "section_2", "label", label("多大")).map((one) => one.place)).toEqual([
    ["objects", "customer", "form", "section_2", "label"],
  ]);
});

test("a field stands in one section only, and fields in none are known", () => {
  const done = after(placeField(old, "name", "section_2", null));
  expect(laid(done)).toEqual([["phone"], ["city", "name"]]);
  expect(unplaced(done).map(({ key }) => key)).toEqual(["size"]);
  expect(unplaced(after(takeOut(old, "city"))).map(({ key }) => key)).toEqual(["city", "size"]);
});

test("a field moved beyond the end of its section goes on into the next one, and stops at the ends of the form", () => {
  expect(laid(after(moveInForm(old, "phone", -1)))).toEqual([["phone", "name"], ["city"]]);
  expect(laid(after(moveInForm(old, "phone", 1)))).toEqual([["name"], ["phone", "city"]]);
  expect(laid(after(moveInForm(old, "city", -1)))).toEqual([["name", "phone", "city"], []]);
  expect(moveInForm(old, "name", -1)).toBeNull();
  expect(moveInForm(old, "city", 1)).toBeNull();
  expect(moveInForm(old, "size", 1)).toBeNull();
});

test("sections are added, moved and taken away", () => {
  const { edit, key } = addSection(old, label("付款"));
  const more = after(edit);
  expect(sectionsOf(more).map((one) => one.label.zh)).toEqual(["基本", "规模", "付款"]);
  expect(sectionsOf(after(moveSection(more, key, -1), applied(body, edit))).map((one) => one.label.zh)).toEqual([
    "基本",
    "付款",
    "规模",
  ]);
  expect(moveSection(more, key, 1)).toBeNull();
  expect(laid(after(removeSection(old, "section_1")))).toEqual([["city"]]);
});

test("the short lists keep their order", () => {
  expect(after(placeInList(old, "quick", "city", "phone")).quick).toEqual(["name", "city", "phone"]);
  expect(after(moveInList(old, "quick", "name", 1)).quick).toEqual(["phone", "name"]);
  expect(moveInList(old, "quick", "phone", 1)).toBeNull();
  expect(placeInList(old, "quick", "phone", null)).toEqual([]);
  expect(after(placeInList(old, "list_columns", "size", null)).list_columns).toEqual(["size"]);
});

test("a field is required at a stage, and no more", () => {
  const asked = applied(body, requireAt(process, "lead", "phone", true));
  expect(at(asked, asks)).toEqual(["name", "phone"]);
  const now = at(asked, ["processes", "sales"]) as Process;
  expect(at(applied(asked, requireAt(now, "lead", "name", false)), asks)).toEqual(["phone"]);
  expect(requireAt(process, "lead", "name", true)).toEqual([]);
});

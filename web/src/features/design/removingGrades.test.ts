import { expect, test } from "vitest";

import { applied, at } from "@/features/design/body";
import { removeField, removeObject, removeRole } from "@/features/design/removing";
import type { Body, DesignObject } from "@/features/design/shapes";

const label = (zh: string) => ({ zh, en: zh });
const big = { field: "amount", op: "ge", value: 500 } as const;
const deal: DesignObject = {
  key: "deal",
  label: label("商机"),
  title: "name",
  fields: [
    { key: "name", label: label("名称"), type: "text" },
    { key: "amount", label: label("金额"), type: "money" },
  ],
};
const body: Body = { name: label("公司"), objects: [deal], roles: [{ key: "rep", label: label("销售员") }] };
const stage = ["processes", "sales", "stages", "lead"];

test("gradings lose the rules that ask for nothing any more, and go with their field or their last rule", () => {
  const grading = (rules: object[]) =>
    ({
      ...body,
      grades: [{ key: "abc", label: label("分级"), object: "deal", field: "name", rules }],
    }) as unknown as Body;
  const [name, amount] = deal.fields;
  if (name === undefined || amount === undefined) throw new Error("no field");
  const rule = (key: string, holds: object) => ({ key, grade: key, holds });
  const mixed = grading([rule("a", big), rule("b", { all: [big, { field: "name", op: "is_filled" }] })]);
  const { edit, told } = removeField(mixed, deal, amount);
  expect(at(applied(mixed, edit), ["grades", "abc", "rules"])).toEqual([
    rule("b", { all: [{ field: "name", op: "is_filled" }] }),
  ]);
  expect(told).toContainEqual({ where: "grade", name: "分级" });
  const last = grading([rule("a", big)]);
  expect(applied(last, removeField(last, deal, amount).edit).grades).toEqual([]);
  for (const removal of [removeField(mixed, deal, name), removeObject(mixed, deal)]) {
    expect(applied(mixed, removal.edit).grades).toEqual([]);
    expect(removal.told).toContainEqual({ where: "grade", name: "分级", gone: true });
  }
});

test("a role goes out of boards and reviews; what is its alone goes, lest it be everybody's", () => {
  const things = [
    { key: "plan", label: label("方案"), kind: "file", review: "role", reviewer_role: "rep" },
    { key: "ship", label: label("发货"), kind: "task", role: "rep" },
  ];
  const now = {
    ...body,
    roles: [...(body.roles ?? []), { key: "boss", label: label("主管") }],
    processes: [
      {
        key: "sales",
        label: label("销售"),
        object: "deal",
        stages: [{ key: "lead", label: label("线索"), gate: { deliverables: things } }],
      },
    ],
    dashboards: [["rep"], ["rep", "boss"]].map((roles) => ({ key: roles.join("_"), label: label("看板"), roles })),
  } as unknown as Body;
  const [rep] = now.roles ?? [];
  if (rep === undefined) throw new Error("no role");
  const { edit, told } = removeRole(now, rep);
  const then = applied(now, edit);
  expect(then.roles?.map(({ key }) => key)).toEqual(["boss"]);
  expect(then.dashboards?.map(({ key, roles }) => [key, roles])).toEqual([["rep_boss", ["boss"]]]);
  expect(at(then, [...stage, "gate", "deliverables"])).toEqual([
    { key: "plan", label: label("方案"), kind: "file", review: "manager" },
  ]);
  expect(told.map(({ where, gone }) => [where, gone ?? false])).toEqual([
    ["review", false],
    ["demand", true],
    ["dashboard", true],
    ["dashboard", false],
  ]);
});

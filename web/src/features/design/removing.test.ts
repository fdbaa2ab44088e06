import { expect, test } from "vitest";

import { applied, at } from "@/features/design/body";
import { removeField, removeObject, removeProcess, removeStage } from "@/features/design/removing";
import type { Body, DesignObject, Edit, Process, Stage } from "@/features/design/shapes";

const label = (zh: string) => ({ zh, en: zh });
const text = (key: string) => ({ key, label: label(key), type: "text" });
const big = { field: "amount", op: "ge", value: 500 } as const;
const customer: DesignObject = {
  key: "customer",
  label: label("客户"),
  title: "name",
  fields: [text("name"), text("amount")],
};
const deal: DesignObject = {
  key: "deal",
  label: label("商机"),
  title: "name",
  quick: ["name", "amount"],
  list_columns: ["amount"],
  fields: [
    text("name"),
    { key: "amount", label: label("金额"), type: "money" },
    { key: "half", label: label("一半"), type: "formula", formula: { "/": [{ field: "amount" }, 2] } },
    { key: "customer", label: label("客户"), type: "reference", to: "customer" },
  ],
  form: [
    { label: label("基本"), fields: ["name", "amount"] },
    { key: "rest", label: label("大单"), fields: ["customer"], visible_when: { all: [big] } },
  ],
};
const sale = {
  key: "sales",
  label: label("销售"),
  object: "deal",
  amount: "amount",
  stages: [
    {
      key: "lead",
      label: label("线索"),
      when: { any: [big, { field: "name", op: "is_filled" }] },
      gate: {
        fields: ["amount", "name"],
        deliverables: [{ key: "form", label: label("表"), kind: "form" as const, fields: ["name", "amount"] }],
        checks: [
          { key: "big", label: label("够大"), holds: { not: big } },
          { key: "named", label: label("有名"), holds: { all: [big, { field: "name", op: "is_filled" }] } },
        ],
      },
    },
  ],
};
const buying = {
  key: "buying",
  label: label("采购"),
  object: "customer",
  stages: [
    {
      key: "begin",
      label: label("开始"),
      gate: {
        deliverables: [{ key: "deal", label: label("一个商机"), kind: "record" as const, object: "deal" }],
        checks: [
          {
            key: "many",
            label: label("有大单"),
            holds: { count: "deal", via: "customer", where: { all: [big] }, op: "ge", value: 1 },
          },
        ],
      },
    },
  ],
};
const body = {
  name: label("公司"),
  objects: [customer, deal],
  processes: [sale, buying],
  roles: [
    {
      key: "rep",
      label: label("销售员"),
      objects: { deal: ["read"], customer: ["read"] },
      hidden: { "*": ["half", "amount"], deal: ["amount"] },
    },
  ],
  dashboards: [
    {
      key: "all",
      label: label("看板"),
      widgets: [
        { key: "w", question: "q", process: "sales", by: "field.amount", only: { amount: ["a"] } },
        { key: "worth", question: "pipeline", process: "sales" },
      ],
    },
  ],
} as unknown as Body;
const stage = ["processes", "sales", "stages", "lead"];
const after = (edit: Edit) => applied(body, edit);

test("a field goes out of everything that names it, in one edit, and every place is told", () => {
  const gone = deal.fields[1];
  if (gone === undefined) throw new Error("no field");
  const { edit, told } = removeField(body, deal, gone);
  const now = after(edit);
  expect(at(now, ["objects", "deal", "quick"])).toEqual(["name"]);
  expect(at(now, ["objects", "deal", "list_columns"])).toEqual([]);
  expect(at(now, ["objects", "deal", "form"])).toEqual([
    { label: label("基本"), fields: ["name"] },
    { key: "rest", label: label("大单"), fields: ["customer"], visible_when: null },
  ]);
  expect(at(now, [...stage, "when"])).toEqual({ any: [{ field: "name", op: "is_filled" }] });
  expect(at(now, [...stage, "gate", "fields"])).toEqual(["name"]);
  expect(at(now, [...stage, "gate", "checks"])).toEqual([
    { key: "named", label: label("有名"), holds: { all: [{ field: "name", op: "is_filled" }] } },
  ]);
  expect(at(now, [...stage, "gate", "deliverables", "form", "fields"])).toEqual(["name"]);
  expect(at(now, ["processes", "sales", "amount"])).toBeUndefined();
  expect(at(now, ["processes", "buying", "stages", "begin", "gate", "checks", "many", "holds"])).toEqual({
    count: "deal",
    via: "customer",
    where: null,
    op: "ge",
    value: 1,
  });
  // Customers have a field of that key as well: what is said of every object stays.
  expect(at(now, ["roles", "rep", "hidden"])).toEqual({ "*": ["half", "amount"] });
  expect(at(now, ["dashboards", "all", "widgets", "worth"]), "nothing is left to add up").toBeUndefined();
  expect(at(now, ["dashboards", "all", "widgets", "w"])).toEqual({
    key: "w",
    question: "q",
    process: "sales",
    only: {},
  });
  expect(told.map(({ where }) => where).sort()).toEqual(
    "condition condition dashboard dashboard demand form formula gate gate gate gate list_columns process quick role".split(
      " ",
    ),
  );
  expect(told.find(({ where }) => where === "formula")?.name).toBe("一半");
});

test("an object goes with its process, the references to it and what hangs on those", () => {
  const { edit, told } = removeObject(body, deal);
  const now = after(edit);
  expect(now.objects.map(({ key }) => key)).toEqual(["customer"]);
  expect(now.processes?.map(({ key }) => key)).toEqual(["buying"]);
  expect(at(now, ["processes", "buying", "stages", "begin", "gate"])).toEqual({ deliverables: [], checks: [] });
  expect(now.roles?.[0]).toMatchObject({ objects: { customer: ["read"] }, hidden: { "*": ["amount"] } });
  expect(at(now, ["dashboards", "all", "widgets"])).toEqual([]);
  expect(told.map(({ where }) => where)).toContain("process");
  const other = removeObject(body, customer);
  expect(other.told[0]).toEqual({ where: "field", name: "商机 · 客户" });
  expect(at(after(other.edit), ["objects", "deal", "fields", "customer"])).toBeUndefined();
});

const health = (members: object) => ({
  key: "board",
  label: label("看板"),
  widgets: [{ key: "h", question: "q", ...members }],
});
const two = {
  ...sale,
  stages: [...sale.stages, { key: "offer", label: label("报价"), back_to: ["lead"] }],
} as Process;
const shown = (members: object) =>
  ({ ...body, processes: [two, buying], dashboards: [health(members)] }) as unknown as Body;

test("a stage goes out of the ways back and out of the dashboards that show it, in one edit", () => {
  // A widget that names no process counts the first one.
  const now = shown({ stages: ["lead", "offer"] });
  const [lead] = two.stages as [Stage];
  const { edit, told } = removeStage(now, two, lead);
  const then = applied(now, edit);
  expect(at(then, ["dashboards", "board", "widgets", "h", "stages"])).toEqual(["offer"]);
  expect(at(then, ["processes", "sales", "stages"])).toEqual([{ ...two.stages[1], back_to: [] }]);
  expect(told).toEqual([
    { where: "stage", name: "报价" },
    { where: "dashboard", name: "看板" },
  ]);
  // A stage of that name in another process is another stage.
  const other = shown({ process: "buying", stages: ["lead"] });
  expect(at(applied(other, removeStage(other, two, lead).edit), ["dashboards"])).toEqual(other.dashboards);
});

test("a number made for the stage that goes alone goes with it, and it is said: with no choice it would show all", () => {
  const now = shown({ label: label("线索健康度"), stages: ["lead"] });
  const [lead] = two.stages as [Stage];
  const { edit, told } = removeStage(now, two, lead);
  expect(at(applied(now, edit), ["dashboards", "board", "widgets"])).toEqual([]);
  expect(told).toContainEqual({ where: "dashboard", name: "看板 · 线索健康度", gone: true });
  // One that has chosen none showed all stages before, and still does.
  const all = shown({ stages: [] });
  expect(at(applied(all, removeStage(all, two, lead).edit), ["dashboards"])).toEqual(all.dashboards);
});

test("a process goes with the numbers that count it, named or as the first one; others stay", () => {
  for (const members of [{}, { process: "sales" }]) {
    const now = shown(members);
    const { edit, told } = removeProcess(now, two);
    const then = applied(now, edit);
    expect(then.processes?.map(({ key }) => key)).toEqual(["buying"]);
    expect(at(then, ["dashboards", "board", "widgets"])).toEqual([]);
    expect(told).toEqual([{ where: "dashboard", name: "看板", gone: true }]);
  }
  const now = shown({ process: "buying" });
  const { edit, told } = removeProcess(now, two);
  expect(applied(now, edit).dashboards).toEqual(now.dashboards);
  expect(told).toEqual([]);
});

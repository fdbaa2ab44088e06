import { expect, test } from "vitest";

import { applied } from "@/features/design/body";
import { addField, choicesFrom, choicesLine, fieldKey, moveField } from "@/features/design/fields";
import { limitOf, limitText } from "@/features/design/limit";
import { addressOf, called } from "@/features/design/places";
import { removeStage } from "@/features/design/removing";
import type { Body, DesignObject, Edit, Process, Stage } from "@/features/design/shapes";
import { removeField } from "@/features/design/removing";
import {
  addDeliverable,
  addStage,
  canAsk,
  limitStage,
  moveStage,
  placeDeliverable,
  placeStage,
  removeDeliverable,
} from "@/features/design/steps";
import { speak } from "@/lib/i18n";

const words = (zh: string, en = zh) => ({ zh, en });
const deal: DesignObject = {
  key: "deal",
  label: words("商机", "Deal"),
  title: "name",
  fields: [
    { key: "name", label: words("名称", "Name"), type: "text" },
    { key: "amount", label: words("金额", "Amount"), type: "money" },
    { key: "note", label: words("备注", "Note"), type: "text" },
  ],
  quick: ["name", "amount"],
  list_columns: ["amount"],
  form: [{ label: words("基本"), fields: ["amount", "note"] }],
};
const file = { key: "file_1", label: words("方案"), kind: "file" as const };
const signed = { key: "confirmation_1", label: words("确认"), kind: "confirmation" as const, of: "file_1" };
const paper = { key: "photo_1", label: words("纸质"), kind: "photo" as const };
const sales: Process = {
  key: "sales",
  label: words("销售流程"),
  object: "deal",
  amount: "amount",
  stages: [
    { key: "lead", label: words("线索"), limit: "1 workday", warn_before: "2 working_hours" },
    {
      key: "demo",
      label: words("演示"),
      back_to: ["lead"],
      gate: {
        fields: ["amount", "note"],
        deliverables: [file, signed, paper],
        alternatives: [{ key: "either", label: words("二选一"), ways: [["file_1"], ["photo_1"]] }],
      },
    },
    { key: "quote", label: words("报价"), back_to: ["lead", "demo"] },
  ],
};
const body: Body = {
  name: words("演示"),
  objects: [deal],
  processes: [sales],
  roles: [{ key: "rep", label: words("销售"), hidden: { deal: ["amount"], "*": ["cost"] }, readonly: {} }],
};
const [lead, demo, quote] = sales.stages as [Stage, Stage, Stage];
const after = (edit: Edit | null) => applied(body, edit ?? []);
const stages = (now: Body) => now.processes?.[0]?.stages ?? [];

test("a stage that goes is no longer one to go back to", () => {
  const now = stages(after(removeStage(body, sales, lead).edit));
  expect(now.map(({ key }) => key)).toEqual(["demo", "quote"]);
  expect(now.map(({ back_to }) => back_to)).toEqual([[], ["demo"]]);
});

test("a stage moved before one it led back to no longer leads there", () => {
  const up = stages(after(moveStage(sales, demo, -1)));
  expect(up.map(({ key }) => key)).toEqual(["demo", "lead", "quote"]);
  expect(up[0]?.back_to).toEqual([]);
  const down = stages(after(moveStage(sales, demo, 1)));
  expect(down.map(({ key }) => key)).toEqual(["lead", "quote", "demo"]);
  expect(down[1]?.back_to).toEqual(["lead"]);
  expect(moveStage(sales, quote, 1)).toBeNull();
});

test("a new stage has a key of its own", () => {
  expect(addStage(sales, words("新步骤"), null).key).toBe("step_1");
  const now = stages(after(addStage(sales, words("新步骤"), "demo").edit));
  expect(now.map(({ key }) => key)).toEqual(["lead", "step_1", "demo", "quote"]);
});

test("without a limit there is nothing to warn before", () => {
  expect(stages(after(limitStage(sales, lead, null)))[0]).toEqual({ key: "lead", label: words("线索") });
  expect(stages(after(limitStage(sales, lead, "2 days")))[0]?.warn_before).toBe("2 working_hours");
});

test("a deliverable brings what its kind needs, and is asked for only where there is that", () => {
  const { edit, key } = addDeliverable(body, sales, demo, "confirmation", words("确认"));
  expect(key).toBe("confirmation_2");
  expect(stages(after(edit))[1]?.gate?.deliverables?.[3]).toMatchObject({ of: "file_1", count: 1 });
  expect(canAsk(body, sales, lead, "confirmation")).toBe(false);
  expect(canAsk(body, sales, demo, "record")).toBe(false);
});

test("a deliverable that goes takes its confirmation and the choice it was part of along", () => {
  const { gate } = stages(after(removeDeliverable(sales, demo, file)))[1] ?? {};
  expect(gate?.deliverables).toEqual([paper]);
  expect(gate?.alternatives).toEqual([]);
});

test("a field that goes is named nowhere any more", () => {
  const gone = deal.fields[1];
  if (gone === undefined) throw new Error("no field");
  const now = after(removeField(body, deal, gone).edit);
  expect(JSON.stringify({ objects: now.objects, processes: now.processes })).not.toContain('"amount"');
  expect(now.roles?.[0]?.hidden).toEqual({ "*": ["cost"] });
  expect(stages(now)[1]?.gate?.fields).toEqual(["note"]);
});

test("a new field has what its type cannot do without", () => {
  const made = (type: string) =>
    after(addField(body, deal, { key: "new", label: words("新"), type })).objects[0]?.fields[3];
  expect(made("choice")?.choices).toHaveLength(1);
  expect(made("reference")?.to).toBe("deal");
  expect(made("text")).toEqual({ key: "new", label: words("新"), type: "text" });
  expect(fieldKey(deal, "Amount")).toBe("amount_1");
  expect(fieldKey(deal, "")).toBe("field_1");
  const first = deal.fields[0];
  if (first === undefined) throw new Error("no field");
  expect(moveField(deal, first, -1)).toBeNull();
  expect(after(moveField(deal, first, 1)).objects[0]?.fields.map(({ key }) => key)).toEqual(["amount", "name", "note"]);
});

test("choices keep their keys when they are renamed, and stay readable when they are left out", () => {
  const before = choicesFrom("铸铁、不锈钢");
  expect(before.map(({ key }) => key)).toEqual(["c_1", "c_2"]);
  const renamed = choicesFrom("球铁、不锈钢", before);
  expect(renamed.map(({ key, label }) => [key, label.zh])).toEqual([
    ["c_1", "球铁"],
    ["c_2", "不锈钢"],
  ]);
  const fewer = choicesFrom("不锈钢，钛", before);
  expect(fewer.map(({ key, archived }) => [key, archived])).toEqual([
    ["c_2", false],
    ["c_3", false],
    ["c_1", true],
  ]);
  expect(choicesLine(fewer)).toBe("不锈钢、钛");
  expect(choicesFrom(["不锈钢", "铸铁"].join(","), fewer).find(({ key }) => key === "c_1")?.archived).toBe(false);
});

test.each(["1 workday", "3 workdays", "2.5 working_hours", "48 hours", "1 day"])(
  "%s is read and written alike",
  (text) => {
    const limit = limitOf(text);
    expect(limit === null ? null : limitText(limit)).toBe(text);
  },
);

test("a place has a name, and an address where a screen shows it", () => {
  speak("zh");
  const members = { fields: "字段" };
  expect(called(body, "processes.sales.stages.demo")).toBe("销售流程 · 演示");
  expect(called(body, "processes.sales.stages.demo.gate.fields", members)).toBe("销售流程 · 演示 · 字段");
  expect(called(body, "objects.deal.fields.note", members)).toBe("商机 · 备注");
  expect(addressOf(3, "processes.sales.stages.demo.limit")).toBe("/design/3/process/sales?stage=demo");
  expect(addressOf(3, "objects.deal.fields.note")).toBe("/design/3/objects/deal?field=note");
  expect(addressOf(3, "objects.deal.title")).toBe("/design/3/objects/deal");
  expect(addressOf(3, "roles.rep.objects.deal.export")).toBe("/design/3/roles?role=rep");
  expect(addressOf(3, "roles.rep.hidden.deal")).toBe("/design/3/roles?role=rep&view=fields");
  expect(addressOf(3, "calendar.zone")).toBe("/design/3/calendar");
  expect(addressOf(3, "grades.customers.rules.big")).toBe("/design/3/grades?grading=customers");
  expect(addressOf(3, "lang")).toBeNull();
});

test("a stage put anywhere takes back what leads from it to a stage that is no longer earlier", () => {
  const [lead, demo, quote] = sales.stages as [Stage, Stage, Stage];
  expect(placeStage(sales, quote, "lead")).toEqual([
    { do: "set", place: ["processes", "sales", "stages", "quote", "back_to"], value: [] },
    { do: "move", place: ["processes", "sales", "stages", "quote"], before: "lead" },
  ]);
  const [process] = applied(body, placeStage(sales, lead, null)).processes ?? [];
  expect(process?.stages.map(({ key, back_to: back }) => [key, back])).toEqual([
    ["demo", []],
    ["quote", ["demo"]],
    ["lead", undefined],
  ]);
  const [after] = applied(body, placeDeliverable(sales, demo, "photo_1", "file_1")).processes ?? [];
  expect(after?.stages[1]?.gate?.deliverables?.map(({ key }) => key)).toEqual(["photo_1", "file_1", "confirmation_1"]);
});

import { expect, test } from "vitest";

import { applied } from "@/features/design/body";
import {
  addRule,
  addStep,
  allSteps,
  copyRule,
  freshStep,
  indent,
  moveRule,
  moveStep,
  outdent,
  removeStep,
} from "@/features/design/rules/edits";
import { actionOf } from "@/features/design/rules/making";
import { plainRule, samples } from "@/features/design/rules/samples";
import { ruleSaid, stepName } from "@/features/design/rules/said";
import { deeds, type Action, type Branch, type Rule } from "@/features/design/rules/shapes";
import { pieces, withField } from "@/features/design/rules/texts";
import type { Body, Both, DesignObject } from "@/features/design/shapes";
import { useRuleWords } from "@/features/design/words/rules";
import { removeField, removeObject, removeRole } from "@/features/design/removing";
import { speak } from "@/lib/i18n";

const both = (zh: string): Both => ({ zh, en: zh });
const deal: DesignObject = {
  key: "deal",
  label: both("商机"),
  title: "name",
  fields: [
    { key: "name", label: both("名称"), type: "text", required: true },
    { key: "amount", label: both("金额"), type: "money" },
    { key: "industry", label: both("行业"), type: "choice", choices: [{ key: "education", label: both("教育") }] },
  ],
};
const step = (key: string): Action => ({ key, do: "alert", to: [{ who: "owner" }], text: both(key) });
const rule: Rule = {
  key: "rule_1",
  label: both("大单"),
  object: "deal",
  on: [{ event: "record.changed", only: ["amount"] }],
  then: [step("a"), { key: "b", when: { all: [] }, then: [step("c")], otherwise: [step("d")] }, step("e")],
};
const body: Body = {
  name: both("x"),
  objects: [deal],
  roles: [{ key: "rep", label: both("销售"), scope: "own" }],
  processes: [{ key: "sales", label: both("销售"), object: "deal", stages: [], amount: "amount" }],
  rules: [rule],
};
const THEN = ["rules", "rule_1", "then"];
const words = useRuleWords.of("zh");
const begun = {
  task: both("t"),
  alert: both("t"),
  label: both("t"),
  push: both("t"),
  subject: both("t"),
  mail: both("t"),
  demand: both("t"),
};

/** The keys of the steps as they stand after an edit, those of a branch in brackets. */
function after(edit: Parameters<typeof applied>[1]): string {
  const said = (steps: Rule["then"] = []): string =>
    steps.map((one) => ("do" in one ? one.key : `${one.key}(${said(one.then)}/${said(one.otherwise)})`)).join(" ");
  return said(applied(body, edit).rules?.[0]?.then);
}

test("steps are put elsewhere, into a branch and out of it, and none is lost", () => {
  const steps = rule.then ?? [];
  expect(after(moveStep(THEN, steps, "a", 1))).toBe("b(c/d) a e");
  expect(after(moveStep(THEN, steps, "a", -1))).toBe("a b(c/d) e");
  expect(after(indent(THEN, steps, steps[0] as Action, { key: "n", when: { all: [] } }))).toBe("n(a/) b(c/d) e");
  expect(after(outdent(THEN, steps, steps[1] as Branch))).toBe("a c d e");
  expect(after(removeStep([...THEN, "b", "then"], "c"))).toBe("a b(/d) e");
  expect(after(addStep([...THEN, "b", "otherwise"], step("f")))).toBe("a b(c/d f) e");
});

test("a new step has a key that no step of the rule has, wherever it lies", () => {
  expect(allSteps(rule).map(({ key }) => key)).toEqual(["a", "b", "c", "d", "e"]);
  const taken: Rule = { ...rule, otherwise: [{ key: "x", when: { all: [] }, then: [step("alert_1")] }] };
  expect([freshStep(rule, "alert"), freshStep(taken, "alert")]).toEqual(["alert_1", "alert_2"]);
});

test("a copy stands behind its original and rests", () => {
  const { edit, key } = copyRule(body, rule, both("副本"));
  const rules = applied(body, edit).rules ?? [];
  expect(rules.map((one) => [one.key, one.active ?? true])).toEqual([
    ["rule_1", true],
    [key, false],
  ]);
  const second = applied(body, addRule(body, plainRule(deal, both("新"))).edit);
  const [, last = rule] = second.rules ?? [];
  expect(applied(second, moveRule(second, last, -1)).rules?.map((one) => one.key)).toEqual(["rule_2", "rule_1"]);
});

test("what the configuration has nothing for is not offered", () => {
  const made = deeds.filter((deed) => actionOf(body, deal, deed, "k", begun) !== null);
  expect(made).toEqual(["task", "alert", "set", "demand", "assign", "push", "webhook"]);
  const pooled: Body = { ...body, pools: [{ key: "sea", label: both("公海"), object: deal.key }] };
  expect(actionOf(pooled, deal, "release", "k", begun)).toEqual({ key: "k", do: "release" });
  const having: Body = { ...body, approvals: [{ key: "discount", label: both("折扣"), object: "deal", steps: [] }] };
  expect(actionOf(having, deal, "approval", "k", begun)).toEqual({ key: "k", do: "approval", approval: "discount" });
});

test("samples speak of the records that are there", () => {
  const found = samples(body, ["government"]);
  expect(found.map(({ key }) => key)).toContain("no_progress");
  const big = found.find(({ key }) => key === "big_one")?.rule;
  expect(big?.then?.[0]).toMatchObject({ to: { who: "skill", key: "government" } });
  const plain = samples({ ...body, processes: [], objects: [{ ...deal, fields: deal.fields.slice(0, 1) }] });
  expect(plain.map(({ key }) => key)).toEqual([
    "first_response",
    "shared",
    "no_follow_up",
    "untouched",
    "silent",
    "intent",
  ]);
});

test("a day that comes near is told thirty and seven days before, of the field that says when it ends", () => {
  const dates = ["seen_on", "warranty_until"].map((key) => ({ key, label: both(key), type: "date" }));
  const found = samples({ ...body, objects: [{ ...deal, fields: [...deal.fields, ...dates] }] });
  const near = found.find(({ key }) => key === "expiring")?.rule;
  const ahead = (n: number) => ({
    all: [
      { field: "warranty_until", op: "after", value: { days: n - 1 } },
      { field: "warranty_until", op: "before", value: { days: n + 1 } },
    ],
  });
  expect(near?.when).toEqual({ any: [ahead(30), ahead(7)] });
  expect(near?.on).toEqual([{ event: "schedule", schedule: { every: "day", at: "08:30" } }]);
  expect(samples(body).map(({ key }) => key)).not.toContain("expiring");
});

test("a rule reads as a sentence", () => {
  speak("zh");
  const units = { workdays: "个工作日", working_hours: "小时工作时间", days: "天", hours: "小时" };
  const asked = { ...rule, wait: { limit: "48 hours", unless: [{ event: "activity.logged" as const }] } };
  const big = { field: "amount", op: "gt", value: 5 } as const;
  expect(ruleSaid({ ...asked, when: big }, body, words, units)).toBe(
    "当改了字段（金额），等 48 小时，除非记了跟进，如果 金额 大于 5，就提醒“a”、分 1 个分支、提醒“e”",
  );
  expect(stepName({ key: "a", do: "set", field: "amount" }, deal, words)).toBe("改字段“金额”");
});

test("a text names fields where the caret stood, and never inside another name", () => {
  expect(pieces("看 {name}：{amount}元")).toEqual([
    { field: false, said: "看 " },
    { field: true, said: "name" },
    { field: false, said: "：" },
    { field: true, said: "amount" },
    { field: false, said: "元" },
  ]);
  expect(withField("看一下", 1, "name")).toBe("看{name}一下");
  expect(withField("看{name}", 3, "amount")).toBe("看{name}{amount}");
  expect(withField("", Infinity, "name")).toBe("{name}");
});

test("a rule that names what goes is told, by whatever it names it", () => {
  const field = (key: string) => deal.fields.find((one) => one.key === key) ?? { key, label: both(key), type: "text" };
  const gone = (one: Partial<Rule>, key: string) =>
    removeField(
      { ...body, rules: [{ ...rule, ...one, on: one.on ?? [{ event: "record.created" }] }] },
      deal,
      field(key),
    )
      .told.filter(({ where }) => where === "broken_rule")
      .map(({ name }) => name);
  expect(gone({}, "industry")).toEqual([]);
  expect(gone({ when: { field: "industry", op: "is_filled" } }, "industry")).toEqual(["大单"]);
  expect(gone({ on: [{ event: "record.changed", only: ["industry"] }] }, "industry")).toEqual(["大单"]);
  expect(gone({ then: [{ ...step("a"), text: both("看 {amount}") }] }, "amount")).toEqual(["大单"]);
  expect(gone({ then: [{ key: "a", do: "set", field: "amount", value: 1 }] }, "amount")).toEqual(["大单"]);
  const whole = removeObject(body, deal);
  expect(whole.told).toContainEqual({ where: "rule", name: "大单", gone: true });
  const asked: Body = { ...body, rules: [{ ...rule, then: [{ key: "a", do: "assign", role: "rep" }] }] };
  expect(removeRole(asked, { key: "rep", label: both("销售") }).told).toContainEqual({
    where: "broken_rule",
    name: "大单",
  });
});

test("leads are shared out where somebody works for themselves, and taken back where there is a pool", () => {
  const rep = { key: "rep", label: both("销售"), scope: "own" as const };
  const pool = { key: "sea", label: both("公海"), object: deal.key };
  const keys = (more: Partial<Body>) => samples({ ...body, roles: [], ...more }).map(({ key }) => key);
  expect(keys({ roles: [rep] })).toContain("shared");
  expect(keys({ pools: [pool] })).toContain("reclaimed");
  expect(keys({}).filter((key) => key === "shared" || key === "reclaimed")).toEqual([]);
});

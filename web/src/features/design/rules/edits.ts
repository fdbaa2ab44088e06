import { freshKey } from "@/features/design/body";
import { isBranch, type Branch, type Rule, type RuleStep } from "@/features/design/rules/shapes";
import type { Body, Edit, Operation, Place } from "@/features/design/shapes";

/** The edits of rules: each function is one thing a person does, as operations that count as one step. */

export const deepest = 5; // branches inside branches

export function rulePlace(rule: Pick<Rule, "key">): Place {
  return ["rules", rule.key];
}

/** Give a member of a rule another value; null takes it away. */
export function setRule(rule: Pick<Rule, "key">, members: Readonly<Partial<Record<keyof Rule, unknown>>>): Edit {
  return Object.entries(members).map(([name, value]) => ({ do: "set", place: [...rulePlace(rule), name], value }));
}

/** A new rule behind the others. */
export function addRule(body: Body, rule: Omit<Rule, "key">): { edit: Edit; key: string } {
  const key = freshRule(body);
  const value: Rule = { key, ...rule };
  return { edit: [{ do: "add", place: ["rules"], value, before: null }], key };
}

function freshRule(body: Body): string {
  return freshKey(
    "rule",
    (body.rules ?? []).map((one) => one.key),
  );
}

/** The same once more, right behind it, resting until somebody switches it on. */
export function copyRule(body: Body, rule: Rule, label: Rule["label"]): { edit: Edit; key: string } {
  const key = freshRule(body);
  const rules = body.rules ?? [];
  const before = rules[rules.findIndex((one) => one.key === rule.key) + 1]?.key ?? null;
  const value: Rule = { ...rule, key, label, active: false };
  return { edit: [{ do: "add", place: ["rules"], value, before }], key };
}

export function removeRule(rule: Rule): Edit {
  return [{ do: "remove", place: rulePlace(rule) }];
}

/** Put a rule before another: in this order they are asked. */
export function placeRule(key: string, before: string | null): Edit {
  return [{ do: "move", place: ["rules", key], before }];
}

/** Move a rule one up (-1) or down (1) among all. */
export function moveRule(body: Body, rule: Rule, by: -1 | 1): Edit {
  const before = neighbour(body.rules ?? [], rule.key, by);
  return before === undefined ? [] : placeRule(rule.key, before);
}

/** Before whom a thing comes to stand that moves by one; undefined where it can't. */
function neighbour(all: readonly { readonly key: string }[], key: string, by: -1 | 1): string | null | undefined {
  const from = all.findIndex((one) => one.key === key);
  const other = all[from + by];
  if (other === undefined) return undefined;
  return by === -1 ? other.key : (all[from + 2]?.key ?? null);
}

/** All steps of a rule, those inside branches too. */
export function allSteps(rule: Pick<Rule, "then" | "otherwise">): readonly RuleStep[] {
  const within = (steps: readonly RuleStep[] = []): readonly RuleStep[] =>
    steps.flatMap((one) => (isBranch(one) ? [one, ...within(one.then), ...within(one.otherwise)] : [one]));
  return [...within(rule.then), ...within(rule.otherwise)];
}

/** A key for one more step: no other step of the rule has it. */
export function freshStep(rule: Rule, base: string): string {
  return freshKey(
    base,
    allSteps(rule).map(({ key }) => key),
  );
}

/** One more step at the end of a list of steps. */
export function addStep(list: Place, step: RuleStep): Edit {
  return [{ do: "add", place: list, value: step, before: null }];
}

export function removeStep(list: Place, key: string): Edit {
  return [{ do: "remove", place: [...list, key] }];
}

/** Move a step one up (-1) or down (1) in its list. */
export function moveStep(list: Place, steps: readonly RuleStep[], key: string, by: -1 | 1): Edit {
  const before = neighbour(steps, key, by);
  return before === undefined ? [] : [{ do: "move", place: [...list, key], before }];
}

/** Put a step under a condition of its own: a branch stands in its place, with the step inside. */
export function indent(
  list: Place,
  steps: readonly RuleStep[],
  step: RuleStep,
  branch: Omit<Branch, "then" | "otherwise">,
): Edit {
  const behind = steps[steps.findIndex(({ key }) => key === step.key) + 1]?.key ?? null;
  const value: Branch = { ...branch, then: [step], otherwise: [] };
  return [
    { do: "remove", place: [...list, step.key] },
    { do: "add", place: list, value, before: behind },
  ];
}

/** Let what lies in a branch stand in its place, without the condition: both ways, one after the other. */
export function outdent(list: Place, steps: readonly RuleStep[], branch: Branch): Edit {
  const behind = steps[steps.findIndex(({ key }) => key === branch.key) + 1]?.key ?? null;
  const inner = [...(branch.then ?? []), ...(branch.otherwise ?? [])];
  return [
    { do: "remove", place: [...list, branch.key] },
    ...inner.map((value): Operation => ({ do: "add", place: list, value, before: behind })),
  ];
}

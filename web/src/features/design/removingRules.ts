import type { Changing } from "@/features/design/changing";
import { asksFor, goes, type Lost } from "@/features/design/pruning";
import { processOf } from "@/features/design/rules/happenings";
import { allSteps } from "@/features/design/rules/edits";
import { isBranch, type Action, type Rule } from "@/features/design/rules/shapes";
import { pieces } from "@/features/design/rules/texts";
import type { Body } from "@/features/design/shapes";
import { say } from "@/lib/i18n";

/**
 * The rules that name what goes. One whose records go is over. Any other stays as it is and is a fault until somebody
 * has mended it: a rule that acts by half of its condition would act where nobody wants it to.
 */
export function leaveRules(changing: Changing, body: Body, lost: Lost): void {
  for (const rule of body.rules ?? []) {
    if (lost.objects.has(rule.object)) {
      changing.with([{ do: "remove", place: ["rules", rule.key] }], "rule", say(rule.label), true);
    } else if (names(rule, body, lost)) changing.told.push({ where: "broken_rule", name: say(rule.label) });
  }
}

/** The rules that name a role, which they then have to go without. */
export function leaveRulesOf(changing: Changing, body: Body, role: string): void {
  for (const rule of body.rules ?? []) {
    const asked = actions(rule).some(
      (one) => one.role === role || one.deliverable?.role === role || people(one).some((key) => key === `role ${role}`),
    );
    if (asked) changing.told.push({ where: "broken_rule", name: say(rule.label) });
  }
}

function actions(rule: Rule): readonly Action[] {
  return allSteps(rule).flatMap((one) => (isBranch(one) ? [] : [one]));
}

/** Whom an action names, by kind and key. */
function people({ to }: Action): readonly string[] {
  const all = Array.isArray(to) ? to : to === undefined ? [] : [to];
  return (all as readonly { who: string; key?: string | null }[]).map(({ who, key }) => `${who} ${key ?? ""}`);
}

function names(rule: Rule, body: Body, lost: Lost): boolean {
  const branches = allSteps(rule).flatMap((one) => (isBranch(one) ? [one.when] : []));
  const asked = rule.when ? [rule.when, ...branches] : branches;
  return (
    asked.some((one) => asksFor(one, rule.object, lost)) ||
    hears(rule, body, lost) ||
    actions(rule).some((one) => fieldsNamed(one).some((key) => goes(lost, rule.object, key)))
  );
}

/** Whether it listens to what happens to a field or a stage that goes. */
function hears(rule: Rule, body: Body, lost: Lost): boolean {
  const stages = lost.stages?.get(processOf(body, rule.object)?.key ?? "");
  return [...rule.on, ...(rule.wait?.unless ?? [])].some(({ event, only = [] }) =>
    only.some((key) =>
      event === "record.changed" ? goes(lost, rule.object, key) : event.startsWith("stage.") && stages?.has(key),
    ),
  );
}

/** The fields that an action writes into, reads, or names in its words. */
function fieldsNamed(action: Action): readonly string[] {
  const { field, fields = [], skill_field: skill, region_field: region, deliverable } = action;
  const { title, text, label, subject } = action;
  const said = [title, text, label, subject].flatMap((words) => (words ? [words.zh, words.en] : []));
  const inTexts = said.flatMap((one) => pieces(one).flatMap((piece) => (piece.field ? [piece.said] : [])));
  const members = people(action).flatMap((one) => (one.startsWith("member ") ? [one.slice("member ".length)] : []));
  const single = [field, skill, region].flatMap((one) => (one ? [one] : []));
  return [...single, ...fields, ...(deliverable?.fields ?? []), ...members, ...inTexts];
}

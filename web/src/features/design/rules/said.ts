import { conditionWords } from "@/features/design/conditions/said";
import { limitSaid, type Unit } from "@/features/design/limit";
import { offeredOnly } from "@/features/design/rules/happenings";
import { isBranch, type Action, type Rule, type RuleStep, type Trigger } from "@/features/design/rules/shapes";
import { pieces } from "@/features/design/rules/texts";
import type { Body, DesignObject } from "@/features/design/shapes";
import type { useRuleWords } from "@/features/design/words/rules";
import { say } from "@/lib/i18n";

type Words = ReturnType<typeof useRuleWords>;

/** A rule as one sentence, for lists. */
export function ruleSaid(rule: Rule, body: Body, t: Words, units: Readonly<Record<Unit, string>>): string {
  const object = body.objects.find(({ key }) => key === rule.object);
  if (object === undefined) return "";
  const { said } = t;
  const triggers = (all: readonly Trigger[]) => all.map((one) => triggerSaid(one, object, body, t)).join(` ${t.or} `);
  const steps = (all: readonly RuleStep[] = []) => (all.length === 0 ? null : stepsSaid(all, object, t));
  const { limit, unless = [] } = rule.wait ?? { limit: null };
  return [
    said.when(triggers(rule.on)),
    ...part(limitSaid(limit, units), said.wait),
    ...part(unless.length === 0 ? null : triggers(unless), said.unless),
    ...part(rule.when ? conditionWords(rule.when, object, body) : null, said.if),
    ...part(steps(rule.then), said.then),
    ...part(steps(rule.otherwise), said.otherwise),
  ].join("");
}

/** A part of the sentence, if there is anything to be said. */
function part(words: string | null, how: (words: string) => string): readonly string[] {
  return words === null ? [] : [how(words)];
}

/** What is listened to, and to what it is narrowed. */
export function triggerSaid(trigger: Trigger, object: DesignObject, body: Body, t: Words): string {
  const event = t.events[trigger.event];
  const { schedule } = trigger;
  if (schedule) return `${event} ${t.everies[schedule.every]} ${schedule.at ?? "08:00"}`;
  if (!trigger.only?.length) return event;
  const options = offeredOnly(body, object, trigger.event, t) ?? [];
  const named = trigger.only.map((key) => options.find(({ value }) => value === key)?.label ?? key);
  return t.said.only(event, named.join(t.comma));
}

/** What is done, each in a word or two. */
function stepsSaid(steps: readonly RuleStep[], object: DesignObject, t: Words): string {
  return steps.map((one) => (isBranch(one) ? t.said.branches(1) : stepName(one, object, t))).join(t.comma);
}

const longest = 24;

/** What an action is called where it is one of several: what it does, and the words it does it with. */
export function stepName(action: Action, object: DesignObject, t: Words): string {
  const { field, approval, url } = action;
  const [told] = [...texts(action, object), field && named(object, field), approval, url].filter(
    (one) => one !== undefined && one !== "",
  );
  const deed = t.deeds[action.do];
  if (told === undefined) return deed;
  return t.said.deed(deed, told.length > longest ? `${told.slice(0, longest - 1)}…` : told);
}

function texts({ title, label, subject, deliverable, text }: Action, object: DesignObject): readonly string[] {
  return [title, label, subject, deliverable?.label, text].flatMap((one) => (one ? [readable(say(one), object)] : []));
}

/** A text with the names of fields where it names their keys. */
function readable(text: string, object: DesignObject): string {
  return pieces(text)
    .map(({ field, said }) => (field ? named(object, said) : said))
    .join("");
}

function named(object: DesignObject, key: string): string {
  return say(object.fields.find((one) => one.key === key)?.label ?? key);
}

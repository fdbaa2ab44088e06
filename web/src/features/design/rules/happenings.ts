import { option } from "@/features/design/options";
import { happenings, type Happening, type Trigger } from "@/features/design/rules/shapes";
import type { Body, DesignField, DesignObject, Process } from "@/features/design/shapes";
import type { useRuleWords } from "@/features/design/words/rules";
import type { Option } from "@/ui/kit";

type Words = ReturnType<typeof useRuleWords>;

/** What `only` names for each happening. */
type Narrowed = "fields" | "stages" | "deliverables" | "outcomes" | "activity_kinds" | "decisions";

const narrowed: Readonly<Partial<Record<Happening, Narrowed>>> = {
  "record.changed": "fields",
  "stage.entered": "stages",
  "stage.left": "stages",
  "stage.nearly_due": "stages",
  "stage.overdue": "stages",
  "stage.escalated": "stages",
  "journey.closed": "outcomes",
  "activity.logged": "activity_kinds",
  "deliverable.handed_in": "deliverables",
  "deliverable.accepted": "deliverables",
  "deliverable.rejected": "deliverables",
  "confirmation.confirmed": "deliverables",
  "confirmation.declined": "deliverables",
  "approval.decided": "decisions",
};

const ofProcess: ReadonlySet<Happening> = new Set<Happening>([
  "stage.nearly_due",
  "follow_up.missed",
  "exception.made",
  "journey.closed",
]);

/** The process that the records of an object walk. */
export function processOf(body: Body, object: string): Process | undefined {
  return body.processes?.find((one) => one.object === object);
}

/** Whether this ever happens to records of an object. */
function mayHappen(body: Body, object: string, event: Happening): boolean {
  if (event === "approval.decided") return (body.approvals ?? []).length > 0;
  const what = narrowed[event];
  const walks = ofProcess.has(event) || what === "stages" || what === "deliverables";
  return !walks || processOf(body, object) !== undefined;
}

/** What a rule about an object may listen to; what it listens to already stays offered. */
export function offeredEvents(body: Body, object: string, t: Words, now: Happening | null): readonly Option[] {
  return happenings
    .filter((event) => event === now || mayHappen(body, object, event))
    .map((event) => ({ value: event, label: t.events[event] }));
}

/** What a trigger can be narrowed to; null where to nothing. */
export function offeredOnly(body: Body, object: DesignObject, event: Happening, t: Words): readonly Option[] | null {
  const what = narrowed[event];
  return what === undefined ? null : offers[what](body, object, t);
}

const offers: Readonly<Record<Narrowed, (body: Body, object: DesignObject, t: Words) => readonly Option[]>> = {
  fields: (_body, object) => object.fields.map(option),
  stages: (body, { key }) => (processOf(body, key)?.stages ?? []).map(option),
  deliverables: (body, { key }) =>
    (processOf(body, key)?.stages ?? []).flatMap(({ gate }) => (gate?.deliverables ?? []).map(option)),
  outcomes: (_body, _object, { outcomes }) => told(["won", "lost"] as const, outcomes),
  activity_kinds: (body) => (body.activity_kinds ?? []).map(option),
  decisions: (_body, _object, { decisions }) => told(["approved", "rejected", "withdrawn"] as const, decisions),
};

function told<Key extends string>(keys: readonly Key[], words: Readonly<Record<Key, string>>): readonly Option[] {
  return keys.map((value) => ({ value, label: words[value] }));
}

/** A trigger of another kind: what it was narrowed to is of no use any more, and a schedule needs its time. */
export function triggerOf(event: Happening): Trigger {
  return event === "schedule" ? { event, schedule: { every: "workday", at: "08:00" } } : { event };
}

/** The fields with a person in them. */
export function memberFields(object: DesignObject): readonly DesignField[] {
  return object.fields.filter(({ type }) => type === "member");
}

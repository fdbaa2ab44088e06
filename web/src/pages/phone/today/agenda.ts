import type { Task } from "@/features/activity/api";
import type { Notice } from "@/features/notices/api";
import type { RecordItem } from "@/features/records/api";

/** One thing to do today. */
export type Thing =
  | { kind: "journey"; key: string; due: number | null; record: RecordItem; contact: Task | null }
  | { kind: "task"; key: string; due: number | null; task: Task };

const never = Number.POSITIVE_INFINITY;

/**
 * Everything that waits for a person in one list: what went red first, what goes red next, and last what has no limit.
 * A contact that was promised belongs to its journey: one thing is one row.
 */
export function agenda(records: readonly RecordItem[], tasks: readonly Task[]): readonly Thing[] {
  const ids = new Set<number | null>(records.map((record) => record.id));
  const promised = new Map(tasks.filter(isContact).map((task) => [task.record_id, task]));
  const things: Thing[] = [
    ...records.map((record) => onTheWay(record, promised.get(record.id) ?? null)),
    ...tasks.filter((task) => !isContact(task) || !ids.has(task.record_id)).map(toDo),
  ];
  return things.sort(compare);
}

/**
 * What is told beside the things to do: of each journey the latest, and none of a journey about which there is
 * something to do, because there it says nothing new.
 */
export function news(
  notices: readonly Notice[],
  records: readonly RecordItem[],
  tasks: readonly Task[],
): readonly Notice[] {
  const told = new Set([...records.map((record) => record.journey?.id), ...tasks.map((task) => task.journey_id)]);
  return notices.filter((notice) => {
    if (notice.journey_id === null) return true;
    if (told.has(notice.journey_id)) return false;
    told.add(notice.journey_id);
    return true;
  });
}

/** A journey is due when its stage is, or when a contact was promised, whichever comes first. */
function onTheWay(record: RecordItem, contact: Task | null): Thing {
  const limits = [moment(record.journey?.due_at), moment(contact?.due_at)].filter((one) => one !== null);
  const due = limits.length === 0 ? null : Math.min(...limits);
  return { kind: "journey", key: `journey-${record.id}`, due, record, contact };
}

function toDo(task: Task): Thing {
  return { kind: "task", key: `task-${task.id}`, due: moment(task.due_at), task };
}

function isContact(task: Task): boolean {
  return task.kind === "follow_up";
}

/** Of things due at the same time, what others wait for comes first. */
function compare(one: Thing, other: Thing): number {
  const first = one.due ?? never;
  const second = other.due ?? never;
  if (first !== second) return first < second ? -1 : 1;
  return rank[one.kind] - rank[other.kind];
}

const rank = { task: 0, journey: 1 };

function moment(instant: string | null | undefined): number | null {
  return instant === null || instant === undefined ? null : new Date(instant).getTime();
}

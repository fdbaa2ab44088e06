import type { Task } from "@/features/activity/api";
import type { Notice } from "@/features/notices/api";
import type { RecordItem } from "@/features/records/api";

/** One thing to do today. */
export type Thing =
  | { kind: "journey"; key: string; due: number | null; record: RecordItem }
  | { kind: "task"; key: string; due: number | null; task: Task }
  | { kind: "notice"; key: string; due: number | null; notice: Notice };

const never = Number.POSITIVE_INFINITY;

/**
 * Everything that waits for a person in one list: what went red first, what goes red next, and last what has no limit.
 * A notice about a journey that is in the list already says nothing new.
 */
export function agenda(
  records: readonly RecordItem[],
  tasks: readonly Task[],
  notices: readonly Notice[],
): readonly Thing[] {
  const mine = new Set(records.map((record) => record.journey?.id));
  const things: Thing[] = [
    ...records.map((record): Thing => ({
      kind: "journey",
      key: `journey-${record.id}`,
      due: moment(record.journey?.due_at),
      record,
    })),
    ...tasks.map((task): Thing => ({ kind: "task", key: `task-${task.id}`, due: moment(task.due_at), task })),
    ...notices
      .filter((notice) => notice.journey_id === null || !mine.has(notice.journey_id))
      .map((notice): Thing => ({ kind: "notice", key: `notice-${notice.id}`, due: noticed(notice), notice })),
  ];
  return things.sort((one, other) => compare(one, other));
}

/** What is told as late was late when it was told; what is only news waits behind everything with a limit. */
function noticed(notice: Notice): number | null {
  return notice.level === "due" || notice.level === "escalate" ? moment(notice.made_at) : null;
}

function compare(one: Thing, other: Thing): number {
  const first = one.due ?? never;
  const second = other.due ?? never;
  if (first !== second) return first < second ? -1 : 1;
  return rank[one.kind] - rank[other.kind];
}

const rank = { task: 0, notice: 1, journey: 2 };

function moment(instant: string | null | undefined): number | null {
  return instant === null || instant === undefined ? null : new Date(instant).getTime();
}

import { useTasks, type Task } from "@/features/activity/api";
import { useNotices, type Notice } from "@/features/notices/api";
import { useProcessOf } from "@/features/process/api";
import type { StageDef } from "@/features/process/shapes";
import { useRecords, type RecordItem } from "@/features/records/api";
import { openOf } from "@/pages/phone/list/where";
import { agenda, news, type Thing } from "@/pages/phone/today/agenda";

/** How many journeys are looked at: those that go red first. */
export const most = 50;

export interface Today {
  deals: string;
  stages: readonly StageDef[];
  things: readonly Thing[];
  news: readonly Notice[];
  /** There are more journeys than are shown. */
  more: boolean;
}

/** My open journeys, my tasks and my notices, in one order. */
export function useThings(person: number, deals: string) {
  const records = useRecords(deals, { where: openOf(person), sort: "journey.due_at" }, { limit: most });
  const tasks = useTasks();
  const notices = useNotices(true);
  const stages = useProcessOf(deals)?.stages ?? [];
  const asked = [records, tasks, notices];
  const failed = asked.filter((one) => one.error !== null);
  return {
    data: merged(records.data?.pages[0], tasks.data, notices.data?.pages, { deals, stages }),
    error: failed.length === 0 ? null : failed[0]?.error,
    refetch: () => Promise.all(failed.map((one) => one.refetch())),
  };
}

/** All three, once all three are there. */
function merged(
  records: { items: readonly RecordItem[]; next: string | null } | undefined,
  tasks: readonly Task[] | undefined,
  notices: readonly { items: readonly Notice[] }[] | undefined,
  rest: Pick<Today, "deals" | "stages">,
): Today | undefined {
  if (records === undefined || tasks === undefined || notices === undefined) return undefined;
  const told = notices.flatMap((page) => page.items);
  return {
    ...rest,
    things: agenda(records.items, tasks),
    news: news(told, records.items, tasks),
    more: records.next !== null,
  };
}

import { useDay, type Thing } from "@/features/agenda/api";
import { useNotices, type Notice } from "@/features/notices/api";
import { news } from "@/pages/phone/today/news";

/** How many things are looked at: those that go red first. */
export const most = 60;

export interface Today {
  things: readonly Thing[];
  news: readonly Notice[];
  /** There are more things than are shown. */
  more: boolean;
}

/** What waits for me, as my day on the desk has it, and what I am told beside it. */
export function useThings() {
  const day = useDay(null, most);
  const notices = useNotices(true);
  const failed = [day, notices].filter((one) => one.error !== null);
  return {
    data: merged(day.data, notices.data?.pages),
    error: failed.length === 0 ? null : failed[0]?.error,
    refetch: () => Promise.all(failed.map((one) => one.refetch())),
  };
}

/** Both, once both are there. */
function merged(
  day: { items: readonly Thing[]; more: boolean } | undefined,
  notices: readonly { items: readonly Notice[] }[] | undefined,
): Today | undefined {
  if (day === undefined || notices === undefined) return undefined;
  const told = notices.flatMap((page) => page.items);
  return { things: day.items, news: news(told, day.items), more: day.more };
}

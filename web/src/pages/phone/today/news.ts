import type { Thing } from "@/features/agenda/api";
import type { Notice } from "@/features/notices/api";

/**
 * What is told beside the things to do: of each journey the latest, and none of a journey about which there is
 * something to do, because there it says nothing new.
 */
export function news(notices: readonly Notice[], things: readonly Thing[]): readonly Notice[] {
  const told = new Set(things.map((thing) => thing.journey_id));
  return notices.filter((notice) => {
    if (notice.journey_id === null) return true;
    if (told.has(notice.journey_id)) return false;
    told.add(notice.journey_id);
    return true;
  });
}

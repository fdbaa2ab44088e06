import { useQuery } from "@tanstack/react-query";

import type { Sent } from "@/lib/contract";
import { send } from "@/lib/http";

export type Used = Sent<"UsedOut">;

/** How many records have each entry of a dictionary now. */
export function useEntriesUsed(key: string) {
  return useQuery({
    queryKey: ["design", "used", "dictionary", key],
    queryFn: () => send<Used>("GET", `/design/dictionaries/${key}/used`),
  });
}

/** Whether something may go for good: nothing uses it, and nothing that one doesn't see could. */
export function unused(used: Used | undefined, key: string): boolean {
  return used !== undefined && used.whole && (used.counts[key] ?? 0) === 0;
}

/** How often something is used; undefined while that is not known. */
export function countOf(used: Used | undefined, key: string): number | undefined {
  return used === undefined ? undefined : (used.counts[key] ?? 0);
}

/** How many activities there are of each kind now. */
export function useKindsUsed() {
  return useQuery({
    queryKey: ["design", "used", "kinds"],
    queryFn: () => send<Used>("GET", "/design/activity_kinds/used"),
  });
}

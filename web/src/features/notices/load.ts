import { useQuery } from "@tanstack/react-query";

import type { Sent } from "@/lib/contract";
import { send } from "@/lib/http";

/** How much each person was told in the last 30 days, the most first. */
export function useLoad() {
  return useQuery({
    queryKey: ["notices", "load"],
    queryFn: () => send<Sent<"LoadsOut">>("GET", "/notices/load"),
    staleTime: 5 * 60_000,
  });
}

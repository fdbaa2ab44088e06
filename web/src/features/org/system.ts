import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Closer, Sent } from "@/lib/contract";
import { send } from "@/lib/http";

/** How the system is: what was looked at, what went wrong, which jobs wait for a decision. */
export type System = Closer<Sent<"SystemOut">, { level: "ok" | "warn" | "bad" }>;

export function useSystem() {
  return useQuery({
    queryKey: ["org", "system"],
    queryFn: () => send<System>("GET", "/system"),
    refetchInterval: 30_000,
  });
}

/** Run a job that failed once more, or give it up. */
export function useDecide() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, how }: { id: number; how: "again" | "drop" }) =>
      send<undefined>("POST", how === "again" ? `/system/jobs/${id}/again` : `/system/jobs/${id}/drop`),
    onSettled: () => queries.invalidateQueries({ queryKey: ["org", "system"] }),
  });
}

/** Send a letter once more that could not be brought, or give it up. */
export function useDecideLetter() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, how }: { id: number; how: "again" | "drop" }) =>
      send<undefined>("POST", how === "again" ? `/system/letters/${id}/again` : `/system/letters/${id}/drop`),
    onSettled: () => queries.invalidateQueries({ queryKey: ["org", "system"] }),
  });
}

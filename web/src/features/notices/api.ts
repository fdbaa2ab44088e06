import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import type { Closer, Sent } from "@/lib/contract";
import { query, send } from "@/lib/http";

/** One of the last contacts with the customer that a notice is about. */
export interface Contact {
  kind: string;
  summary: string;
  at: string;
  by: string;
}

/** One line of an inbox: what matters most of one thing, why it came to this person, and what was told of it besides. */
export type Notice = Omit<Closer<Sent<"LineOut">, { level: "info" | "warn" | "due" | "escalate" }>, "facts"> & {
  readonly facts: { readonly contacts?: readonly Contact[] } & Readonly<Record<string, unknown>>;
};

export function useNotices(open: boolean) {
  return useInfiniteQuery({
    queryKey: ["notices", "list", open],
    queryFn: ({ pageParam }) =>
      send<{ items: Notice[]; next: number | null }>(
        "GET",
        `/notices${query({ open: open ? 1 : 0, cursor: pageParam })}`,
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: 5 * 60_000, // what is new is heard at once; this is for whoever does not hear
  });
}

/** How many notices wait. */
export function useNoticeCount() {
  return useQuery({
    queryKey: ["notices", "count"],
    queryFn: async () => (await send<{ open: number }>("GET", "/notices/count")).open,
    refetchInterval: 5 * 60_000,
  });
}

/** What is answered with a line: the others of it that were on the screen, and none that came meanwhile. */
function others(notice: Notice): number[] {
  return notice.also.map((one) => one.id);
}

export function useAcknowledge() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (notice: Notice) => send<Notice>("POST", `/notices/${notice.id}/acknowledge`, { also: others(notice) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["notices"] }),
  });
}

export function useSnooze() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ notice, hours }: { notice: Notice; hours: number }) =>
      send<Notice>("POST", `/notices/${notice.id}/snooze`, { hours, also: others(notice) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["notices"] }),
  });
}

/** Whoever reads on a screen needs no letter: what is shown is told to be seen. */
export function useSeen(notices: readonly Notice[]): void {
  const ids = notices
    .flatMap((line) => [line, ...line.also])
    .map((one) => one.id)
    .filter((id) => !told.has(id));
  const named = ids.slice(0, 500).join(",");
  useEffect(() => {
    if (named === "") return;
    const seen = named.split(",").map(Number);
    seen.forEach((id) => told.add(id));
    send("POST", "/notices/seen", { ids: seen }).catch(() => {
      seen.forEach((id) => told.delete(id));
    });
  }, [named]);
}

const told = new Set<number>();

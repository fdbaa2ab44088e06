import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Closer, Sent } from "@/lib/contract";
import { query, send } from "@/lib/http";

/** One of the last contacts with the customer that a notice is about. */
export interface Contact {
  kind: string;
  summary: string;
  at: string;
  by: string;
}

/** Something that came to a person's attention, and why to this one. */
export type Notice = Omit<Closer<Sent<"NoticeOut">, { level: "info" | "warn" | "due" | "escalate" }>, "facts"> & {
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
    refetchInterval: 60_000,
  });
}

/** How many notices wait. */
export function useNoticeCount() {
  return useQuery({
    queryKey: ["notices", "count"],
    queryFn: async () => (await send<{ open: number }>("GET", "/notices/count")).open,
    refetchInterval: 60_000,
  });
}

export function useAcknowledge() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => send<Notice>("POST", `/notices/${id}/acknowledge`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["notices"] }),
  });
}

export function useSnooze() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, hours }: { id: number; hours: number }) =>
      send<Notice>("POST", `/notices/${id}/snooze`, { hours }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["notices"] }),
  });
}

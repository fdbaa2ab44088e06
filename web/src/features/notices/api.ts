import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { query, send } from "@/lib/http";

/** One of the last contacts with the customer that a notice is about. */
export interface Contact {
  kind: string;
  summary: string;
  at: string;
  by: string;
}

/** Something that came to a person's attention, and why to this one. */
export interface Notice {
  id: number;
  kind: string;
  level: "info" | "warn" | "due" | "escalate";
  title: string;
  sentence: string;
  why: string;
  facts: { contacts?: readonly Contact[] } & Readonly<Record<string, unknown>>;
  object: string | null;
  record_id: number | null;
  journey_id: number | null;
  made_at: string;
  read_at: string | null;
  acknowledged_at: string | null;
  snoozed_until: string | null;
}

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

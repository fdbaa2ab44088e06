import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { query, send } from "@/lib/http";

export interface Contact {
  kind?: string;
  at?: string;
  happened_at?: string;
  person?: string | { name: string };
  summary: string;
}

/** Something that came to a person's attention, and why. */
export interface Notice {
  id: number;
  kind: string;
  level: "info" | "warn" | "due" | "escalate";
  facts: Readonly<Record<string, unknown>>;
  object: string | null;
  record_id: number | null;
  journey_id: number | null;
  made_at: string;
  read_at: string | null;
  acknowledged_at: string | null;
  snoozed_until: string | null;
}

export function useNotices(open: boolean) {
  return useQuery({
    queryKey: ["notices", open],
    queryFn: async () => {
      const answer = await send<Notice[] | { items: Notice[] }>("GET", `/notices${query({ open: open ? 1 : null })}`);
      return Array.isArray(answer) ? answer : answer.items;
    },
    refetchInterval: 60_000,
  });
}

/** How many notices wait. */
export function useNoticeCount() {
  return useQuery({
    queryKey: ["notices", "count"],
    queryFn: async () => {
      const answer = await send<{ count?: number; open?: number }>("GET", "/notices/count");
      return answer.count ?? answer.open ?? 0;
    },
    refetchInterval: 60_000,
  });
}

export function useAcknowledge() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => send("POST", `/notices/${id}/acknowledge`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["notices"] }),
  });
}

export function useSnooze() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, hours }: { id: number; hours: number }) => send("POST", `/notices/${id}/snooze`, { hours }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["notices"] }),
  });
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { send } from "@/lib/http";
import type { Words } from "@/lib/i18n";

export interface ActivityKind {
  key: string;
  label: Words;
}

/** Something that waits for a person. */
export interface Task {
  id: number;
  kind: string;
  title: string;
  object: string | null;
  record_id: number | null;
  journey_id: number | null;
  deliverable_id: number | null;
  due_at: string | null;
  made_at: string;
}

export interface Logged {
  kind: string;
  summary: string;
  happened_at?: string;
  next_at?: string;
}

export function useActivityKinds() {
  return useQuery({
    queryKey: ["activity", "kinds"],
    queryFn: async () => {
      const answer = await send<ActivityKind[] | { items: ActivityKind[] }>("GET", "/activity-kinds");
      return Array.isArray(answer) ? answer : answer.items;
    },
    staleTime: 5 * 60_000,
  });
}

export function useLog(object: string, id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Logged) => send("POST", `/records/${object}/${id}/activities`, body),
    onSuccess: () => queries.invalidateQueries(),
  });
}

export function useTasks() {
  return useQuery({
    queryKey: ["activity", "tasks"],
    queryFn: async () => {
      const answer = await send<Task[] | { items: Task[] }>("GET", "/tasks");
      return Array.isArray(answer) ? answer : answer.items;
    },
  });
}

export function useDone() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => send("POST", `/tasks/${id}/done`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["activity"] }),
  });
}

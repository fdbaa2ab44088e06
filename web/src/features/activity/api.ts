import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Sent } from "@/lib/contract";
import { send } from "@/lib/http";

export type ActivityKind = Sent<"KindOut">;

/** Something that waits for a person. */
export type Task = Sent<"TaskOut">;

export interface Logged {
  kind: string;
  summary: string;
  happened_at?: string;
  next_at?: string;
}

export function useActivityKinds() {
  return useQuery({
    queryKey: ["activity", "kinds"],
    queryFn: () => send<ActivityKind[]>("GET", "/activities/kinds"),
    staleTime: 5 * 60_000,
  });
}

/** Write down what was done with a record. */
export function useLog(object: string, id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Logged) => send("POST", `/records/${object}/${id}/activities`, body),
    onSuccess: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey: [first] }) => ["records", "process", "activity", "agenda"].includes(String(first)),
      }),
  });
}

export function useTasks() {
  return useQuery({
    queryKey: ["activity", "tasks"],
    queryFn: async () => (await send<{ items: Task[] }>("GET", "/tasks")).items,
  });
}

export function useDone() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => send("POST", `/tasks/${id}/done`),
    onSuccess: () =>
      queries.invalidateQueries({ predicate: ({ queryKey: [first] }) => first === "activity" || first === "agenda" }),
  });
}

/** The last thing that was done with a record. */
export interface Latest {
  kind: string;
  summary: string;
  happened_at: string;
}

/** The last contact of each of these records, by record id; all of a page in one question. */
export function useLatest(object: string, ids: readonly number[]) {
  return useQuery({
    queryKey: ["activity", "latest", object, ids],
    queryFn: async () => {
      const named = ids.map((id) => `&record=${id}`).join("");
      return (await send<{ items: Record<number, Latest> }>("GET", `/activities/latest?object=${object}${named}`))
        .items;
    },
    enabled: ids.length > 0,
    placeholderData: (before) => before,
  });
}

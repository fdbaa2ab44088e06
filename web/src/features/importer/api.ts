import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { send, upload } from "@/lib/http";
import type { Words } from "@/lib/i18n";

export interface ColumnSeen {
  name: string;
  samples: readonly string[];
}

/** One kind of problem: how often, where for example, and what can be done. */
export interface ImportProblem {
  kind: string;
  count: number;
  samples: readonly (string | { row?: number; value?: unknown; column?: string })[];
  remedy: Words | string | null;
  blocking?: boolean;
}

export type Mapping = Readonly<Record<string, string | null>>;

/** A batch on its way in. */
export interface Batch {
  id: number;
  object: string;
  name?: string;
  file?: string;
  state?: "checked" | "running" | "done" | "undone" | "failed";
  columns: readonly ColumnSeen[];
  guess: Mapping;
  problems: readonly ImportProblem[];
  numbers: Readonly<Record<string, number>>;
  done?: number;
  total?: number;
  made_at?: string;
  by?: { id: number; name: string } | null;
}

export function useBatches(busy: boolean) {
  return useQuery({
    queryKey: ["importer", "batches"],
    queryFn: async () => {
      const answer = await send<Batch[] | { items: Batch[] }>("GET", "/imports");
      return Array.isArray(answer) ? answer : answer.items;
    },
    refetchInterval: busy ? 1000 : false,
  });
}

export function useUpload() {
  return useMutation({
    mutationFn: ({ object, file }: { object: string; file: File }) => {
      const form = new FormData();
      form.set("object", object);
      form.set("file", file);
      return upload<Batch>("/imports", form);
    },
  });
}

export function useCheck(id: number) {
  return useMutation({ mutationFn: (mapping: Mapping) => send<Batch>("POST", `/imports/${id}/check`, { mapping }) });
}

export function useCommit(id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => send<Batch>("POST", `/imports/${id}/commit`),
    onSuccess: () => queries.invalidateQueries(),
  });
}

export function useUndo() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => send<Batch>("POST", `/imports/${id}/undo`),
    onSuccess: () => queries.invalidateQueries(),
  });
}

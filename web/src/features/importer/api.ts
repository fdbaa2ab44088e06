import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Batch, BatchBrief, Fix, Mapping } from "@/features/importer/shapes";
import { send, upload } from "@/lib/http";

const place = (id: number) => ["importer", "one", id] as const;

export function useBatches() {
  return useQuery({
    queryKey: ["importer", "list"],
    queryFn: async () => (await send<{ items: BatchBrief[] }>("GET", "/imports")).items,
  });
}

export function useBatch(id: number) {
  return useQuery({ queryKey: place(id), queryFn: () => send<Batch>("GET", `/imports/${id}`) });
}

/** Send files; nothing is written yet, but everything that is wrong is known. */
export function useUpload() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ object, files }: { object: string; files: readonly File[] }) => {
      const form = new FormData();
      form.set("object", object);
      for (const file of files) form.append("file", file);
      return upload<Batch>("/imports", form);
    },
    onSuccess: async (batch) => {
      queries.setQueryData(place(batch.id), batch);
      await queries.invalidateQueries({ queryKey: ["importer", "list"] });
    },
  });
}

/** Look again: with other columns, or with what shall be done about a problem. */
export function useCheck(id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (asked: { mapping?: Mapping; fixes?: readonly Fix[] }) =>
      send<Batch>("POST", `/imports/${id}/check`, asked),
    onSuccess: (batch) => {
      queries.setQueryData(place(id), batch);
    },
  });
}

export function useCommit(id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (rules: boolean | null) => send<Batch>("POST", `/imports/${id}/commit`, { rules }),
    onSuccess: () => queries.invalidateQueries(),
  });
}

/** Take everything back; with `force`, what people have changed since too. */
export function useUndo() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, force }: { id: number; force: boolean }) =>
      send<Batch>("POST", `/imports/${id}/undo`, { force }),
    onSuccess: () => queries.invalidateQueries(),
  });
}

/** Where the rows that were held back can be fetched as a sheet. */
export function errorsUrl(id: number): string {
  return `/api/imports/${id}/errors.xlsx`;
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Sent } from "@/lib/contract";
import { send } from "@/lib/http";

export type MergePair = Sent<"MergePairOut">;
export type MergeSide = Sent<"MergeSideOut">;
export type MergeField = Sent<"MergeFieldOut">;
export type Compared = Sent<"MergeComparedOut">;
export type Merge = Sent<"MergeOut">;
type Undone = Sent<"MergeUndoneOut">;

/** Records of an object that are likely the same, of all that one sees. */
export function usePairs(object: string) {
  return useQuery({
    queryKey: ["records", object, "pairs"],
    queryFn: ({ signal }) => send<Sent<"MergePairsOut">>("GET", `/merges/${object}`, undefined, signal),
  });
}

/** Records side by side, and what would become of them if this one stays. */
export function useCompared(object: string, ids: readonly number[], keep: number | null) {
  return useQuery({
    queryKey: ["records", object, "compared", ids, keep],
    queryFn: ({ signal }) => {
      const asked = new URLSearchParams(ids.map((id) => ["record", String(id)]));
      if (keep !== null) asked.set("keep", String(keep));
      return send<Compared>("GET", `/merges/${object}/compare?${asked.toString()}`, undefined, signal);
    },
    placeholderData: (before) => before,
  });
}

export interface MergeAsked {
  keep: number;
  revisions: Readonly<Record<string, number>>;
  choices: Readonly<Record<string, number>>;
  close: boolean;
}

export function useMerge(object: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (asked: MergeAsked) => send<Merge>("POST", `/merges/${object}`, asked),
    // What was side by side is one by now: asked for again, it would not be found.
    onSuccess: () => queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[2] !== "compared" }),
  });
}

/** What went into a record and can still come out of it. */
export function useMerges(object: string, id: number, enabled: boolean) {
  return useQuery({
    queryKey: ["records", object, "merges", id],
    queryFn: async ({ signal }) =>
      (await send<Sent<"MergesOut">>("GET", `/merges/${object}/${id}`, undefined, signal)).items,
    enabled,
  });
}

export function useUndoMerge(object: string, id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (merge: number) => send<Undone>("POST", `/merges/${object}/${id}/${merge}/undo`, {}),
    onSuccess: () => queries.invalidateQueries(),
  });
}

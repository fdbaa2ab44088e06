import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { draftAt } from "@/features/design/api";
import type { Draft } from "@/features/design/shapes";
import type { Closer, Sent } from "@/lib/contract";
import { send } from "@/lib/http";

export type Decision = "mine" | "theirs" | "both";
export type PackThing = Sent<"PackThingOut">;
export type Difference = Sent<"DifferenceOut">;
export type Piece = Closer<Sent<"PieceOut">, { decision: Decision | null }>;
export type Mix = Closer<Sent<"MixOut">, { pieces: readonly Piece[] }>;

/** What is wanted of a pack: things by `objects.customer`, and whose stands where both have one. */
export interface Wanted {
  readonly pack: string;
  readonly chosen: readonly string[];
  readonly decisions: Readonly<Record<string, Decision>>;
}

export function usePackTitles() {
  return useQuery({
    queryKey: ["design", "packs"],
    queryFn: async () => (await send<Sent<"PackTitles">>("GET", "/design/packs")).items,
    staleTime: Infinity,
  });
}

/** What it would mean to take these things. The answer before stays in sight until the next one is there. */
export function useMix(id: number, revision: number, wanted: Wanted) {
  return useQuery({
    queryKey: ["design", "mix", id, revision, wanted],
    queryFn: () => send<Mix>("POST", `/design/drafts/${id}/packs`, wanted),
    enabled: wanted.pack !== "",
    placeholderData: (before) => before,
  });
}

export function useTake(id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (asked: Wanted & { revision: number }) => send<Draft>("POST", `/design/drafts/${id}/packs/take`, asked),
    onSuccess: (draft) => {
      queries.setQueryData(draftAt(id), draft);
    },
  });
}

import { useInfiniteQuery, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";

import type { Sent } from "@/lib/contract";
import { query, send } from "@/lib/http";

export type Pool = Sent<"PoolOut">;
export type Pooled = Sent<"PooledOut">;
export type Why = Pooled["why"];
export type Claimed = Sent<"ClaimedOut">;
export type Stand = Sent<"StandOut">;
type Page = Sent<"PooledPage">;

/** The pools I may claim from, with my limits and what is left of them. */
export function usePools() {
  return useQuery({
    queryKey: ["pools"],
    queryFn: async () => (await send<{ items: Pool[] }>("GET", "/pools")).items,
    staleTime: 60_000,
  });
}

/** What lies in a pool, the latest first, as far as it is shown to those who may claim it. */
export function usePooled(pool: string, asked: { q: string; why: Why | null }) {
  return useInfiniteQuery({
    queryKey: ["pools", pool, asked],
    queryFn: ({ pageParam }) =>
      send<Page>(
        "GET",
        `/pools/${pool}/records${query({ q: asked.q || null, why: asked.why, skip: pageParam || null })}`,
      ),
    initialPageParam: 0,
    getNextPageParam: (last, all) => (last.more ? all.reduce((sum, page) => sum + page.items.length, 0) : null),
  });
}

/** Make it mine. */
export function useClaim(pool: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => send<Claimed>("POST", `/pools/${pool}/records/${id}/claim`),
    onSettled: () => refresh(queries),
  });
}

/** How a record stands to its pool, if there is one. It changes with the record. */
export function useStand(object: string, id: number) {
  return useQuery({
    queryKey: ["records", "pool", object, id],
    queryFn: () => send<Stand>("GET", `/pools/of/${object}/${id}`),
  });
}

/** Put a record into its pool. Who gave it back sees it no more: the page is left before anything is asked anew. */
export function useGiveBack(object: string, id: number) {
  return useMutation({
    mutationFn: (reason: string) => send<Sent<"ReturnedOut">>("POST", `/pools/of/${object}/${id}/return`, { reason }),
  });
}

/** Whatever counts or lists records is old now. */
export function useRefreshed() {
  const queries = useQueryClient();
  return () => refresh(queries);
}

async function refresh(queries: QueryClient): Promise<void> {
  const stale = ["pools", "records", "agenda", "process", "handovers"];
  await queries.invalidateQueries({ predicate: ({ queryKey: [first] }) => stale.includes(String(first)) });
}

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";

import type { Sent } from "@/lib/contract";
import { query, send } from "@/lib/http";

type Runs = Sent<"RunsOut">;
export type Run = Sent<"RunOut">;
export type Deed = Sent<"RunDeedOut">;
export type RunState = Run["state"];

interface Asked {
  readonly state: string | null;
  readonly record: number | null;
}

/** What a rule has done, page by page, the latest first. */
export function useRuns(rule: string, { state, record }: Asked) {
  return useInfiniteQuery({
    queryKey: ["runs", rule, state, record],
    queryFn: ({ pageParam }) =>
      send<Runs>("GET", `/design/rules/${rule}/runs${query({ state, record, cursor: pageParam })}`),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: 60_000,
    retry: false,
  });
}

/** What the rule comes to for one record as it stands. */
export function useStanding(rule: string, record: number | null) {
  return useQuery({
    queryKey: ["runs", rule, "standing", record],
    queryFn: () => send<Sent<"RunStandingOut">>("GET", `/design/rules/${rule}/records/${record ?? 0}`),
    enabled: record !== null,
    retry: false,
  });
}

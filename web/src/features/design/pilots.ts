import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { draftAt } from "@/features/design/api";
import type { Draft } from "@/features/design/shapes";
import type { BehindPage } from "@/features/metrics/shapes";
import type { Closer, Sent } from "@/lib/contract";
import { query, send } from "@/lib/http";

type State = "running" | "released" | "taken_back" | "ended";
export type Pilot = Closer<Sent<"PilotBrief">, { state: State }>;
export type PilotWhole = Closer<Sent<"PilotOut">, { state: State }>;
export type Ways = Sent<"WaysOut">;
export type PilotTeam = Sent<"PilotTeam">;
export type UnderWay = Sent<"UnderWayOut">;
export type Compared = Sent<"ComparedOut">;
export type Side = "pilot" | "rest";

const pilots = ["design", "pilots"] as const;

/** In which ways a draft may be released, and whom a pilot with these teams would concern. */
export function useWays(draft: number, revision: number, teams: readonly number[]) {
  return useQuery({
    queryKey: ["design", "ways", draft, revision, teams],
    queryFn: () => send<Ways>("GET", `/design/drafts/${draft}/ways?${teams.map((id) => `team=${id}`).join("&")}`),
    placeholderData: (before) => before,
  });
}

/** All pilots, the newest first. */
export function usePilots() {
  return useQuery({
    queryKey: pilots,
    queryFn: async () => (await send<{ items: Pilot[] }>("GET", "/design/pilots")).items,
  });
}

export function usePilot(id: number, process: string | null) {
  return useQuery({
    queryKey: [...pilots, id, process],
    queryFn: () => send<PilotWhole>("GET", `/design/pilots/${id}${query({ process })}`),
    placeholderData: (before) => before,
  });
}

export interface PilotAsked {
  revision: number;
  teams: readonly number[];
  last_day: string;
  then_release: boolean;
  with_running: boolean;
  note: string;
}

/** Let some teams try a draft; the draft itself is over. */
export function useBeginPilot(id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (asked: PilotAsked) => send<Pilot>("POST", `/design/drafts/${id}/pilot`, asked),
    onSuccess: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "design" || queryKey[2] !== id }),
  });
}

/** Let a draft be released at a moment. */
export function useSchedule(id: number) {
  return useDraftAct(id, (asked: { revision: number; at: string; note: string }) =>
    send<Draft>("POST", `/design/drafts/${id}/schedule`, asked),
  );
}

/** Call it off: the draft may be changed again. */
export function useCallOff(id: number) {
  return useDraftAct(id, () => send<Draft>("DELETE", `/design/drafts/${id}/schedule`));
}

function useDraftAct<Asked>(id: number, act: (asked: Asked) => Promise<Draft>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (draft) => {
      queries.setQueryData(draftAt(id), draft);
      return queries.invalidateQueries({ queryKey: ["design", "drafts"] });
    },
  });
}

/** What is done with a pilot that runs; from then on everything may be called otherwise. */
export function usePilotAct<Asked, Answer = unknown>(act: (asked: Asked) => Promise<Answer>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: act, onSuccess: () => queries.invalidateQueries() });
}

export function changePilot(id: number, asked: { last_day: string; then_release: boolean }) {
  return send<Pilot>("PATCH", `/design/pilots/${id}`, asked);
}

export function releasePilot(id: number) {
  return send<{ number: number }>("POST", `/design/pilots/${id}/release`);
}

export function takeBackPilot(id: number, moveBack: boolean) {
  return send<{ moved: number }>("POST", `/design/pilots/${id}/take_back`, { move_back: moveBack });
}

/** The rows that one side of a number was made of. */
export function useSideBehind(id: number, key: string, side: Side, process: string | null) {
  return useInfiniteQuery({
    queryKey: [...pilots, id, "behind", key, side, process],
    queryFn: ({ pageParam }) =>
      send<BehindPage>(
        "GET",
        `/design/pilots/${id}/numbers/${key}/records${query({ side, process, cursor: pageParam })}`,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

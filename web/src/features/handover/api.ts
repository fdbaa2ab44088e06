import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Plan } from "@/features/handover/plan";
import type { Sent } from "@/lib/contract";
import { send } from "@/lib/http";

export type Estate = Sent<"EstateOut">;
export type Handover = Sent<"HandoverOut">;
export type Share = Sent<"ShareOut">;
export type Left = Sent<"LeftOut">;

const handovers = ["handovers"] as const;

/** All that waits for somebody, with the values of the field by which it may be shared out. */
export function useEstate(person: number, by: string) {
  return useQuery({
    queryKey: [...handovers, "estate", person, by],
    queryFn: () =>
      send<Estate>("GET", `/handovers/people/${person}${by === "" ? "" : `?by=${encodeURIComponent(by)}`}`),
    placeholderData: (before) => before,
  });
}

/** Who would get what by a plan; nothing while it is not whole. */
export function useShares(plan: Plan | null) {
  return useQuery({
    queryKey: [...handovers, "shares", plan],
    queryFn: async () => (await send<{ items: Share[] }>("POST", "/handovers/preview", plan)).items,
    enabled: plan !== null,
    placeholderData: (before) => before,
  });
}

/** What was handed over; looked at again and again while something is on its way. */
export function useHandovers(person?: number) {
  return useQuery({
    queryKey: [...handovers, "done", person ?? 0],
    queryFn: async () =>
      (await send<{ items: Handover[] }>("GET", person === undefined ? "/handovers" : `/handovers?person=${person}`))
        .items,
    refetchInterval: ({ state }) => (state.data?.some(isGoing) === true ? 1000 : false),
  });
}

/** Whether a handover is still being done, or taken back. */
export function isGoing(one: Handover): boolean {
  return one.state === "going" || one.state === "undoing";
}

/** What belongs to nobody who works here, as far as one sees. */
export function useWithoutOwner(may = true) {
  return useQuery({
    queryKey: [...handovers, "without-owner"],
    queryFn: async () => (await send<{ items: Left[] }>("GET", "/handovers/without-owner")).items,
    enabled: may,
    staleTime: 60_000,
  });
}

/** What is asked for besides the plan. */
export interface Asked extends Plan {
  note: string;
  notes: Readonly<Record<string, string>>;
  leaves: boolean;
  seen: number;
}

export function useHandOver() {
  return useRenewing((asked: Asked) => send<Handover>("POST", "/handovers", asked));
}

export function useTakeBack() {
  return useRenewing((id: number) => send<Handover>("POST", `/handovers/${id}/undo`));
}

function useRenewing<Given>(act: (given: Given) => Promise<Handover>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: act, onSettled: () => queries.invalidateQueries() });
}

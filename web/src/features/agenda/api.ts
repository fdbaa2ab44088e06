import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Sent } from "@/lib/contract";
import { query, send } from "@/lib/http";

export type Thing = Sent<"ThingOut">;
export type Day = Sent<"DayOut">;

export interface Act {
  act: "done" | "put_off" | "take_up" | "give";
  things: readonly string[];
  until?: string;
  to?: number;
  note?: string;
  person?: number;
}

/** What waits for me, or for somebody whose work I see; the first to go red on top, so many at most. */
export function useDay(person: number | null, limit: number | null = null) {
  return useQuery({
    queryKey: ["agenda", "day", person, limit],
    queryFn: () => send<Day>("GET", `/day${query({ person, limit })}`),
  });
}

/** What I put off, or what I gave to others. */
export function useAside(which: "put_off" | "given", on: boolean) {
  return useQuery({
    queryKey: ["agenda", which],
    queryFn: async () => (await send<{ items: Thing[] }>("GET", `/day/${which}`)).items,
    enabled: on,
  });
}

export function useTeamDay() {
  return useQuery({ queryKey: ["agenda", "team"], queryFn: () => send<Sent<"TeamDayOut">>("GET", "/day/team") });
}

/** Whom one may give work to, those with the least to do first. */
export function useTakers(person: number | null) {
  return useQuery({
    queryKey: ["agenda", "takers", person],
    queryFn: async () => (await send<Sent<"Takers">>("GET", `/day/takers${query({ person })}`)).items,
  });
}

/** Do the same with one thing or many; each says what became of it. */
export function useAct() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (act: Act) => (await send<Sent<"ActOut">>("POST", "/day/acts", act)).items,
    onSettled: () =>
      queries.invalidateQueries({ predicate: ({ queryKey: [first] }) => first === "agenda" || first === "activity" }),
  });
}

export function useNudge() {
  return useMutation({
    mutationFn: (asked: { person: number; thing: string }) => send("POST", "/day/nudges", asked),
  });
}

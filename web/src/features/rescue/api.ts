import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Sent } from "@/lib/contract";
import { send } from "@/lib/http";

export type Rescue = Sent<"RescueOut">;
export type Trouble = Sent<"TroubleOut">;
export type Rescued = Sent<"RescuedOut">;
export type Secret = Sent<"SecretOut">;
export type Kind = Trouble["kind"];

const rescue = ["rescue"] as const;

/** All that went wrong and waits for somebody; of one rule alone when asked for. */
export function useRescue(rule: string) {
  return useQuery({
    queryKey: [...rescue, "all", rule],
    queryFn: () => send<Rescue>("GET", rule === "" ? "/rescue" : `/rescue?rule=${encodeURIComponent(rule)}`),
    refetchInterval: 60_000,
  });
}

/** How much waits; asked for only by who may look. */
export function useRescueCount(may: boolean) {
  return useQuery({
    queryKey: [...rescue, "count"],
    queryFn: async () => (await send<{ count: number }>("GET", "/rescue/count")).count,
    enabled: may,
    refetchInterval: 60_000,
  });
}

type Chosen = readonly Pick<Trouble, "kind" | "id">[];

export function useAgain() {
  return useRenewing((items: Chosen) => send<Rescued>("POST", "/rescue/again", { items: items.map(ref) }));
}

export function useDrop() {
  return useRenewing(({ items, reason }: { items: Chosen; reason: string }) =>
    send<Rescued>("POST", "/rescue/drop", { items: items.map(ref), reason }),
  );
}

export function useSecrets() {
  return useQuery({
    queryKey: [...rescue, "secrets"],
    queryFn: async () => (await send<{ items: Secret[] }>("GET", "/rescue/secrets")).items,
  });
}

export function useMakeSecret() {
  return useRenewing((key: string) => send<Sent<"SecretMade">>("POST", "/rescue/secrets", { key }));
}

export function useForgetSecret() {
  return useRenewing((key: string) => send("DELETE", `/rescue/secrets/${key}`));
}

function ref({ kind, id }: Chosen[number]) {
  return { kind, id };
}

function useRenewing<Given, Made>(act: (given: Given) => Promise<Made>) {
  const queries = useQueryClient();
  return useMutation({ mutationFn: act, onSettled: () => queries.invalidateQueries({ queryKey: rescue }) });
}

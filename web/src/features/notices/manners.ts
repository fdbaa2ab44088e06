import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { Sent } from "@/lib/contract";
import { send } from "@/lib/http";

export type Manners = Sent<"MannersOut">;
export type Chosen = Sent<"MannersAsked">;

const key = ["notices", "manners"];

/** How one is told, and the way to be told otherwise from now on; what is not named stays as it is. */
export function useManners() {
  const queries = useQueryClient();
  const kept = useQuery({ queryKey: key, queryFn: () => send<Manners>("GET", "/notices/manners") });
  // What was chosen is shown with the touch itself: by way of the cache it would come a moment later, and a box that
  // was ticked would jump back for as long.
  const [ahead, setAhead] = useState<Partial<Chosen>>({});
  const saving = useMutation({
    mutationKey: key,
    scope: { id: "manners" }, // two quick changes reach the server one after the other
    mutationFn: (chosen: Chosen) => send<Manners>("POST", "/notices/manners", chosen),
    onSuccess: (manners) => {
      queries.setQueryData(key, manners);
    },
    onSettled: () => {
      if (queries.isMutating({ mutationKey: key }) === 1) setAhead({});
    },
  });
  const choose = (change: Partial<Chosen>, onSaved: () => void) => {
    const all = { ...ahead, ...change };
    setAhead(all);
    saving.mutate({ ...chosenOf(kept.data), ...all }, { onSuccess: onSaved });
  };
  const manners = kept.data && { ...kept.data, ...ahead };
  return { manners, choose, problem: kept.error ?? saving.error };
}

export const asTheCompany: Chosen = {
  mail: true,
  popups: true,
  digests: null,
  at_once: null,
  quiet_from: null,
  quiet_until: null,
};

function chosenOf(known: Manners | undefined): Chosen {
  if (known === undefined) return asTheCompany;
  const { mail, popups, digests, at_once, quiet_from, quiet_until } = known;
  return { mail, popups, digests, at_once: at_once as NonNullable<Chosen["at_once"]> | null, quiet_from, quiet_until };
}

/** The times of a day one may choose, with those that hold already. */
export function times(step: number, ...also: readonly string[]): string[] {
  const all = Array.from({ length: (24 * 60) / step }, (_, i) => i * step).map(
    (at) => `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`,
  );
  return [...new Set([...all, ...also])].sort();
}

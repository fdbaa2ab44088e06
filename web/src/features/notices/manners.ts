import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Sent } from "@/lib/contract";
import { send } from "@/lib/http";

export type Manners = Sent<"MannersOut">;
export type Chosen = Sent<"MannersAsked">;

const key = ["notices", "manners"];

/** How one is told. */
export function useManners() {
  return useQuery({ queryKey: key, queryFn: () => send<Manners>("GET", "/notices/manners") });
}

/** Be told another way from now on; what is not named stays as it is. */
export function useChooseManners() {
  const queries = useQueryClient();
  const saving = useMutation({
    mutationKey: key,
    scope: { id: "manners" }, // two quick changes reach the server one after the other
    mutationFn: () => send<Manners>("POST", "/notices/manners", chosenOf(queries.getQueryData<Manners>(key))),
    onSuccess: (manners) => {
      if (queries.isMutating({ mutationKey: key }) === 1) queries.setQueryData(key, manners);
    },
    onError: () => queries.invalidateQueries({ queryKey: key }),
  });
  const choose = (change: Partial<Chosen>, onSaved: () => void) => {
    void queries.cancelQueries({ queryKey: key });
    // Shown with the touch itself: a mutation begins a moment later, and a box would jump back for as long.
    queries.setQueryData<Manners>(key, (known) => known && { ...known, ...change });
    saving.mutate(undefined, { onSuccess: onSaved });
  };
  return { choose, error: saving.error };
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

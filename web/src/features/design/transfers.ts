import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Sent } from "@/lib/contract";
import { send } from "@/lib/http";

export type WaitingProcess = Sent<"WaitingOut">;
export type Passing = Sent<"PassingOut">;
export type Transfer = Sent<"TransferOut">;
/** Where those go that stand in a stage; who stands in none of these stays. */
export type Mapping = Readonly<Record<string, string>>;

const transfers = ["design", "transfers"] as const;

/** The running journeys that live under older versions. */
export function useWaiting() {
  return useQuery({
    queryKey: [...transfers, "waiting"],
    queryFn: async () => (await send<{ items: WaitingProcess[] }>("GET", "/transfers/waiting")).items,
  });
}

/** What was moved; looked at again and again while something is moving. */
export function useTransfers() {
  const queries = useQueryClient();
  return useQuery({
    queryKey: [...transfers, "done"],
    queryFn: async () => {
      const { items } = await send<{ items: Transfer[] }>("GET", "/transfers");
      void queries.invalidateQueries({ queryKey: [...transfers, "waiting"] });
      return items;
    },
    refetchInterval: ({ state }) => (state.data?.some(isMoving) === true ? 1000 : false),
  });
}

/** Whether a transfer is still being done, or being taken back. */
export function isMoving(one: Transfer): boolean {
  return one.state === "moving" || one.state === "undoing";
}

/** What moving by a mapping would do. */
export function usePassing(process: string, mapping: Mapping) {
  return useQuery({
    queryKey: [...transfers, "preview", process, mapping],
    queryFn: async () => (await send<{ items: Passing[] }>("POST", "/transfers/preview", { process, mapping })).items,
    enabled: Object.keys(mapping).length > 0,
    placeholderData: (before) => before,
  });
}

export function useTransfer() {
  return useRenewing((asked: { process: string; mapping: Mapping; grace: string | null }) =>
    send<Transfer>("POST", "/transfers", asked),
  );
}

export function useUndoTransfer() {
  return useRenewing((id: number) => send<Transfer>("POST", `/transfers/${id}/undo`));
}

function useRenewing<Given>(act: (given: Given) => Promise<Transfer>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => queries.invalidateQueries({ queryKey: transfers }),
  });
}

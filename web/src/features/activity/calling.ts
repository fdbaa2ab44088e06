import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Sent } from "@/lib/contract";
import { send } from "@/lib/http";

/** A number one can ring: whose it is, and what the field is called. */
export type PhoneNumber = Sent<"NumberOut">;

/** Whom one can ring up about a record. */
export function useNumbers(object: string, id: number) {
  return useQuery({
    queryKey: ["records", "numbers", object, id],
    queryFn: () => send<PhoneNumber[]>("GET", `/records/${object}/${id}/numbers`),
    staleTime: 60_000,
  });
}

/** Ask a colleague, or one's manager, to help with a record. */
export function useAskHelp(object: string, id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { note: string; helper_id?: number }) =>
      send<Sent<"HelpOut">>("POST", `/records/${object}/${id}/help`, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["records"] }),
  });
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Closer, Sent } from "@/lib/contract";
import { keepCsrf, send } from "@/lib/http";
import { useLang } from "@/lib/i18n";

export type Pack = Closer<Sent<"PackOut">, { counts: Readonly<Record<string, number>> }>;
export type Founded = Sent<"FoundedOut">;
export type Asked = Omit<Sent<"WorkspaceAsked">, "key">;

/** Whether this server lets workspaces be made over the web. */
export function useSetupOpen() {
  return useQuery({
    queryKey: ["setup", "open"],
    queryFn: async () => (await send<Sent<"SetupOut">>("GET", "/setup")).open,
    staleTime: Infinity,
    retry: false,
  });
}

/** The packs, for whoever knows the set-up code. Each wrong one counts, so nothing asks again by itself. */
export function useShelf(code: string) {
  const lang = useLang();
  return useQuery({
    queryKey: ["setup", "shelf", code, lang],
    queryFn: () => send<readonly Pack[]>("POST", "/setup", { code }),
    enabled: code !== "",
    staleTime: Infinity,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
}

/** Make the workspace and enter it. */
export function useFound() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (asked: Asked) => send<Founded>("POST", "/workspaces", asked),
    onSuccess: (made) => {
      keepCsrf(made.opened.csrf);
      queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "setup" });
    },
  });
}

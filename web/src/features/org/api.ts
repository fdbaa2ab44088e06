import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { speak, type Lang } from "@/lib/i18n";
import type { Closer, Sent } from "@/lib/contract";
import { keepCsrf, send } from "@/lib/http";
import { rememberWorkspace } from "@/lib/workspaces";

export type Person = Sent<"Ref">;
export type Me = Sent<"Me">;
export type Member = Sent<"People">["items"][number];
export type Team = Closer<Sent<"TeamOut">, { kind: "company" | "region" | "team" }>;

const me = ["org", "me"] as const;

/** Who is asking; null before log-in is known. */
export function useMe() {
  return useQuery({
    queryKey: me,
    queryFn: async () => {
      const answer = await send<Me>("GET", "/me");
      keepCsrf(answer.csrf ?? "");
      speak(answer.lang);
      rememberWorkspace(answer.workspace);
      return answer;
    },
    staleTime: Infinity,
    retry: false,
  });
}

/** Whether one has a right; no while it is not known. */
export function useRight(right: string): boolean {
  return useMe().data?.rights.includes(right) ?? false;
}

/** Speak another language, here and wherever one logs in. */
export function useSpeak() {
  const queries = useQueryClient();
  const store = useMutation({
    mutationFn: (lang: Lang) => send<Me>("PATCH", "/me", { lang }),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (lang: Lang) => {
    speak(lang);
    store.mutate(lang);
  };
}

export function useLogIn() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (with_: { login: string; password: string; workspace?: string }) => {
      const answer = await send<{ csrf: string }>("POST", "/session", with_);
      keepCsrf(answer.csrf);
    },
    onSuccess: () => queries.resetQueries(),
  });
}

export function useChangePassword() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (words: { old: string; new: string }) => {
      keepCsrf((await send<{ csrf: string }>("POST", "/me/password", words)).csrf);
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: me }),
  });
}

/** A key for a program that acts for its owner. Its text is shown once, when it is made. */
export type Token = Sent<"TokenOut">;

export function useTokens() {
  return useQuery({ queryKey: ["org", "tokens"], queryFn: () => send<Token[]>("GET", "/me/tokens") });
}

export function useMakeToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => send<{ token: string }>("POST", "/me/tokens", { name }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["org", "tokens"] }),
  });
}

export function useEndToken() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => send("DELETE", `/me/tokens/${id}`),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["org", "tokens"] }),
  });
}

export function useLogOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => send("DELETE", "/session"),
    onSuccess: () => {
      keepCsrf("");
      queries.clear();
    },
  });
}

export function usePeople() {
  return useQuery({
    queryKey: ["org", "people"],
    queryFn: async () => (await send<{ items: Member[] }>("GET", "/people")).items,
    staleTime: 5 * 60_000,
  });
}

export function useTeams() {
  return useQuery({
    queryKey: ["org", "teams"],
    queryFn: async () => (await send<{ items: Team[] }>("GET", "/teams")).items,
    staleTime: 5 * 60_000,
  });
}

/** People whose name or login holds the text, for a lookup. */
export async function findPeople(text: string): Promise<readonly Person[]> {
  const { items } = await send<{ items: Member[] }>("GET", "/people");
  const sought = text.trim().toLowerCase();
  return items
    .filter((person) => `${person.name} ${person.login ?? ""}`.toLowerCase().includes(sought))
    .slice(0, 30)
    .map(({ id, name }) => ({ id, name }));
}

/** Teams whose name holds the text, for a lookup. */
export async function findTeams(text: string): Promise<readonly Person[]> {
  const { items } = await send<{ items: Team[] }>("GET", "/teams");
  return items.filter((team) => team.name.includes(text.trim())).slice(0, 30);
}

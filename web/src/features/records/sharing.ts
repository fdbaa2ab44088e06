import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { ObjectDef } from "@/features/objects/api";
import type { Values } from "@/features/records/api";
import type { Closer, Sent } from "@/lib/contract";
import { query, send } from "@/lib/http";

/** Somebody's record that may be the same: who has it, and since when; which one only where one sees it anyway. */
export type Twin = Closer<
  Sent<"LikenessOut">,
  { alike: "name" | "phone" | "code"; asked: "asked" | "granted" | "declined" | "ended" | null }
>;
export interface Twins {
  items: readonly Twin[];
  doubtful_code: boolean;
}
export type Share = Sent<"TogetherOut">;

interface Like {
  name: string;
  phone: string;
  code: string;
}

/** What is compared of a draft: its title, its first number, its first code. */
export function likeOf(object: ObjectDef, draft: Values): Like {
  const said = (key: string | undefined) => {
    const value = key === undefined ? "" : draft[key];
    return typeof value === "string" ? value.trim() : "";
  };
  const first = (fits: (field: ObjectDef["fields"][number]) => boolean) => said(object.fields.find(fits)?.key);
  return {
    name: said(object.title),
    phone: first((field) => field.type === "phone"),
    code: first((field) => field.type === "text" && typeof field.pattern === "string"),
  };
}

export function useTwins(object: string, like: Like) {
  return useQuery({
    queryKey: ["records", object, "twins", like],
    queryFn: ({ signal }) => send<Twins>("GET", `/duplicates/${object}${query({ ...like })}`, undefined, signal),
    enabled: like.name.length > 1 || like.phone.length > 5 || like.code.length > 7,
    placeholderData: (before) => before,
  });
}

/** Ask whoever has it to let one work on it too: by its place among those found. */
export function useAskToShare(object: string, like: Like) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ place, owner }: { place: number; owner: string }) =>
      send<Sent<"ShareStateOut">>("POST", `/duplicates/${object}/ask`, { ...like, place, owner }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["records", object, "twins"] }),
  });
}

/** Who works on a record besides its owner, or asks to. */
export function useShares(object: string, id: number) {
  return useQuery({
    queryKey: ["records", object, "shares", id],
    queryFn: async ({ signal }) =>
      (await send<Sent<"TogetherListOut">>("GET", `/records/${object}/${id}/shares`, undefined, signal)).items,
  });
}

export function useAnswerShare() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, yes }: { id: number; yes: boolean }) =>
      send<Sent<"ShareStateOut">>("POST", `/shares/${id}/answer`, { yes }),
    onSettled: () => queries.invalidateQueries(),
  });
}

export function useEndShare() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => send<Sent<"ShareStateOut">>("POST", `/shares/${id}/end`),
    onSettled: () => queries.invalidateQueries(),
  });
}

/** Which request a notice asks to answer, and the address of what it is about. */
export function shareAsked(notice: {
  kind: string;
  facts: Readonly<Record<string, unknown>>;
}): { id: number; to: string } | null {
  const { share, about } = notice.facts as { share?: number; about?: { object: string; record: number } };
  if (notice.kind !== "share.asked" || share === undefined || about === undefined) return null;
  return { id: share, to: `/r/${about.object}/${about.record}` };
}

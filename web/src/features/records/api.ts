import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Condition } from "@/lib/conditions";
import type { Sent } from "@/lib/contract";
import { query, send } from "@/lib/http";

export type Values = Readonly<Record<string, unknown>>;

/** What stands beside a record that is on its way. */
export interface Beside {
  readonly id: number;
  readonly process: string;
  readonly stage: string;
  readonly outcome: "won" | "lost" | null;
  readonly due_at: string | null;
  readonly entered_at: string | null;
  readonly level: "ok" | "warn" | "red" | "closed";
}

/** A record as its viewer reads it. What stands beside it has its own keys, of which the screens know the journey. */
export type RecordItem = Pick<
  Sent<"RecordOut">,
  "id" | "object" | "title" | "owner" | "values" | "revision" | "created_at" | "updated_at" | "can"
> & { readonly journey: Beside | null };

/** A page of records, and the cursor of the next. */
type Page = Omit<Sent<"RecordsOut">, "items"> & { readonly items: readonly RecordItem[] };

/** What a list is asked for: words to find, a condition, an order. */
export interface Asked {
  q?: string;
  where?: Condition | undefined;
  sort?: string | null;
  /** The only fields to bring, with commas between; without it all of them. */
  fields?: string;
}

type Timeline = Sent<"TimelineOut">;

/** Lines of a timeline's page; and for how many milliseconds a page that came with its record is new. */
const LINES = 30;
const JUST_NOW = 2000;
const timelineOf = (object: string, id: number) => ["records", object, "timeline", id] as const;
const place = (object: string, id: number) => ["records", object, "one", id] as const;

function path(object: string, asked: Asked, more: Record<string, string | number | null | undefined>) {
  const { where, ...simple } = asked;
  return `/records/${object}${query({ ...simple, where: where === undefined ? null : JSON.stringify(where), ...more })}` as const;
}

/** A list, page by page as one scrolls. */
export function useRecords(object: string, asked: Asked, { limit = 60, enabled = true } = {}) {
  return useInfiniteQuery({
    queryKey: ["records", object, "list", asked, limit],
    queryFn: ({ pageParam, signal }) =>
      send<Page>("GET", path(object, asked, { limit, cursor: pageParam }), undefined, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    enabled,
  });
}

/** How many there are: counted only when somebody asks. */
export function useTotal(object: string, asked: Asked, enabled: boolean) {
  return useQuery({
    queryKey: ["records", object, "total", asked],
    queryFn: async () => (await send<Page>("GET", path(object, asked, { limit: 1, count: 1 }))).total ?? 0,
    enabled,
  });
}

/** A record. The first page of its timeline comes along, so that a page of a record asks once. */
export function useRecord(object: string, id: number) {
  const queries = useQueryClient();
  return useQuery({
    queryKey: place(object, id),
    queryFn: async () => {
      const asked = `/records/${object}/${id}${query({ timeline: LINES })}` as const;
      const { timeline, ...record } = await send<RecordItem & { timeline: Timeline }>("GET", asked);
      queries.setQueryData(timelineOf(object, id), { pages: [timeline], pageParams: [null] });
      return record;
    },
  });
}

export function useCreate(object: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { values: Values; owner_id?: number; despite?: boolean }) =>
      send<RecordItem>("POST", `/records/${object}`, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["records", object] }),
  });
}

export function useChange(object: string, id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { values: Values; revision: number }) =>
      send<RecordItem>("PATCH", `/records/${object}/${id}`, body),
    onSuccess: async (record) => {
      queries.setQueryData(place(object, id), record);
      await queries.invalidateQueries({ predicate: ({ queryKey }) => touches(queryKey, object, id) });
    },
  });
}

export function useAssign(object: string, id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (owner_id: number) => send<RecordItem>("POST", `/records/${object}/${id}/assign`, { owner_id }),
    onSuccess: () => queries.invalidateQueries(),
  });
}

/** One line of the ledger about a record, as a sentence. */
export type Line = Omit<Sent<"TimelineOut">["items"][number], "payload" | "journey_id">;

export function useTimeline(object: string, id: number) {
  const record = useRecord(object, id);
  return useInfiniteQuery({
    queryKey: timelineOf(object, id),
    queryFn: ({ pageParam }) =>
      send<Timeline>("GET", `/records/${object}/${id}/timeline${query({ cursor: pageParam, limit: LINES })}`),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    enabled: record.isFetched, // its first page comes with the record
    staleTime: JUST_NOW,
  });
}

export type Hit = Sent<"HitOut">;

/** Records of every object that fit the text, its pinyin or its initials. */
export function useSearch(text: string) {
  return useQuery({
    queryKey: ["records", "search", text],
    queryFn: async ({ signal }) =>
      (await send<Sent<"HitsOut">>("GET", `/search${query({ q: text })}`, undefined, signal)).items,
    enabled: text.trim() !== "",
    placeholderData: (before) => before,
  });
}

function touches(key: readonly unknown[], object: string, id: number): boolean {
  if (key[0] === "process") return true;
  if (key[0] !== "records" || key[1] !== object) return false;
  return key[2] === "list" || (key[2] === "timeline" && key[3] === id);
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { joined } from "@/features/design/body";
import type {
  Change,
  Draft,
  DraftAnswer,
  DraftBrief,
  GoneThing,
  Plan,
  SeenAs,
  Step,
  Version,
} from "@/features/design/shapes";
import type { Sent } from "@/lib/contract";
import { query, send, upload } from "@/lib/http";

const drafts = ["design", "drafts"] as const;
const versions = ["design", "versions"] as const;

/** Where a draft is remembered. */
export function draftAt(id: number) {
  return ["design", "draft", id] as const;
}

export function useDrafts() {
  return useQuery({
    queryKey: drafts,
    queryFn: async () => (await send<{ items: DraftBrief[] }>("GET", "/design/drafts")).items,
  });
}

/** An address of a draft that answers with what has changed since it was as it is known here. */
export function since<const Act extends string>(id: number, act: Act, known: Draft) {
  return `/design/drafts/${id}${act}?since=${known.revision}` as const;
}

/** One draft with its document, looked at again and again: others may be changing it too. */
export function useDraft(id: number) {
  const queries = useQueryClient();
  return useQuery({
    queryKey: draftAt(id),
    queryFn: async ({ signal }) => {
      const before = queries.getQueryData<Draft>(draftAt(id));
      const address = before === undefined ? (`/design/drafts/${id}` as const) : since(id, "", before);
      const fresh = joined(before, await send<DraftAnswer>("GET", address, undefined, signal));
      // An answer that was on its way while one's own change was written is older than what is known.
      const known = queries.getQueryData<Draft>(draftAt(id));
      return known !== undefined && known.revision > fresh.revision ? known : fresh;
    },
    refetchInterval: 15_000,
    // Kept while one goes from one designer to the next, and no longer.
    gcTime: 5_000,
  });
}

async function whole(answer: Promise<DraftAnswer>): Promise<Draft> {
  return joined(undefined, await answer);
}

/** Begin a draft: of what lives now, or of an older version. */
export function useBegin() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (version: number | null) =>
      version === null
        ? whole(send<DraftAnswer>("POST", "/design/drafts", {}))
        : whole(send<DraftAnswer>("POST", `/design/versions/${version}/restore`)),
    onSuccess: (draft) => {
      queries.setQueryData(draftAt(draft.id), draft);
      return queries.invalidateQueries({ queryKey: drafts });
    },
  });
}

export function useDiscard() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: number) => send("DELETE", `/design/drafts/${id}`),
    onSettled: () => queries.invalidateQueries({ queryKey: drafts }),
  });
}

/** Who changed what in a draft. */
export function useSteps(id: number, revision: number) {
  return useQuery({
    queryKey: ["design", "steps", id, revision],
    queryFn: async () => (await send<{ items: Step[] }>("GET", `/design/drafts/${id}/edits`)).items,
  });
}

/** What can still come back, and the edits that bring it into this draft as it is now. */
export function useBin(id: number, revision: number) {
  return useQuery({
    queryKey: ["design", "bin", id, revision],
    queryFn: async () => (await send<{ items: GoneThing[] }>("GET", `/design/drafts/${id}/bin`)).items,
  });
}

/** What a release would do. */
export function usePlan(id: number, revision: number) {
  return useQuery({
    queryKey: ["design", "plan", id, revision],
    queryFn: () => send<Plan>("GET", `/design/drafts/${id}/plan`),
  });
}

/** Let a draft live as it was seen. From then on everything may be called otherwise. */
export function useRelease(id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (asked: { revision: number; note: string }) =>
      send<{ number: number }>("POST", `/design/drafts/${id}/release`, asked),
    // The draft itself is over: whoever asks for it again is told that it is not there.
    onSuccess: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "design" || queryKey[2] !== id }),
  });
}

/** Bring a draft up to what was released since it was begun; where both changed the same, `keep` says whose stands. */
export function useRenew(id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (asked: { revision: number; keep: "mine" | "theirs" | null }) =>
      whole(send<DraftAnswer>("POST", `/design/drafts/${id}/renew`, asked)),
    onSuccess: (draft) => {
      queries.setQueryData(draftAt(id), draft);
    },
  });
}

/** Those as whom one may look at a draft. */
export function useAsPeople(id: number, sought: string) {
  return useQuery({
    queryKey: ["design", "as", id, "people", sought],
    queryFn: async () => (await send<Sent<"AsPeople">>("GET", `/design/drafts/${id}/as${query({ q: sought })}`)).items,
  });
}

/** What somebody would have under a draft. Each look is written down, so it is not asked again by itself. */
export function useAs(id: number, person: number, revision: number) {
  return useQuery({
    queryKey: ["design", "as", id, person, revision],
    queryFn: () => send<SeenAs>("GET", `/design/drafts/${id}/as/${person}`),
    staleTime: Infinity,
  });
}

/** The records of an object that somebody would see. */
export function useAsRecords(id: number, person: number, object: string, revision: number) {
  return useQuery({
    queryKey: ["design", "as", id, person, revision, object],
    queryFn: () => send<Sent<"AsRecords">>("GET", `/design/drafts/${id}/as/${person}/records/${object}`),
    staleTime: Infinity,
  });
}

/** How many people have each role. */
export function useRolePeople(id: number) {
  return useQuery({
    queryKey: ["design", "roles", id],
    queryFn: async () => (await send<Sent<"HoldersOut">>("GET", `/design/drafts/${id}/roles`)).people,
  });
}

export function useVersions() {
  return useQuery({
    queryKey: versions,
    queryFn: async () => (await send<{ items: Version[] }>("GET", "/design/versions")).items,
  });
}

/** What one version changed of another, in words. */
export function useChanges(from: number, to: number) {
  return useQuery({
    queryKey: ["design", "changes", from, to],
    queryFn: async () => (await send<{ changes: Change[] }>("GET", `/design/versions/${from}/changes/${to}`)).changes,
    staleTime: Infinity,
  });
}

/** Where a version can be fetched as a text. */
export function yamlUrl(number: number): string {
  return `/api/design/versions/${number}/yaml`;
}

/** Keep a sample file at the server; what it answers is what a deliverable names. */
export function useKeepSample() {
  return useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.append("file", file);
      return upload<Sent<"KeptSample">>("/design/samples", form);
    },
  });
}

/** Call a draft otherwise. */
export function useRename(id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => send<Draft>("PATCH", `/design/drafts/${id}`, { name }),
    onSuccess: (draft) => {
      queries.setQueryData(draftAt(id), draft);
      return queries.invalidateQueries({ queryKey: drafts });
    },
  });
}

/** How many journeys stand in a stage now; of a whole process without one. Null until it is known. */
export function useRunning(process: string, stage?: string): number | null {
  const { data } = useQuery({
    queryKey: ["design", "running"],
    queryFn: () => send<Sent<"RunningOut">>("GET", "/design/running"),
    staleTime: 60_000,
  });
  if (data === undefined) return null;
  const here = data.items.filter((one) => one.process === process && (stage ?? one.stage) === one.stage);
  return here.reduce((sum, { count }) => sum + count, 0);
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Journey, ProcessDef } from "@/features/process/shapes";
import { query, send, upload } from "@/lib/http";

const key = (id: number) => ["process", "journey", id] as const;

export function useProcesses() {
  return useQuery({
    queryKey: ["process", "definitions"],
    queryFn: () => send<ProcessDef[]>("GET", "/processes"),
    staleTime: 5 * 60_000,
  });
}

/** Where the sample of a deliverable is downloaded. */
export function sampleUrl(process: string, deliverable: string): string {
  return `/api/processes/${process}/samples/${deliverable}`;
}

/** The process that the records of an object go through; undefined where there is none. */
export function useProcessOf(object: string): ProcessDef | undefined {
  return useProcesses().data?.find((process) => process.object === object);
}

export function useJourney(id: number | null) {
  return useQuery({
    queryKey: key(id ?? 0),
    queryFn: () => send<Journey>("GET", `/journeys/${id ?? 0}`),
    enabled: id !== null,
  });
}

/** Everything one can do to a journey. Each act answers with the journey as it is afterwards. */
export type Act =
  | { do: "advance"; start: string; to?: string }
  | { do: "go_back"; to: string; reason: string }
  | { do: "close"; reason: string; note: string }
  | { do: "exceptions"; reason: string };

export function useAct(id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ do: act, ...body }: Act) => send<Journey>("POST", `/journeys/${id}/${act}`, body),
    onSuccess: async (journey) => {
      queries.setQueryData(key(id), journey);
      await refresh(queries);
    },
  });
}

/** Move any journey on, as the board does; `to` is where the card was let go. */
export function useMove() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...asked }: { id: number; start: string; to?: string }) =>
      send<Journey>("POST", `/journeys/${id}/advance`, asked),
    onSettled: () => refresh(queries),
  });
}

/** What is handed in for a deliverable: files, a text, or the answers of a form. */
export type Handed = { files: readonly File[] } | { text: string } | { answers: Readonly<Record<string, unknown>> };

export function useHandIn(id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ deliverable, handed }: { deliverable: string; handed: Handed }) => {
      const path = `/journeys/${id}/deliverables/${deliverable}` as const;
      if (!("files" in handed)) return send<Journey>("POST", path, handed);
      const form = new FormData();
      for (const file of handed.files) form.append("file", file);
      return upload<Journey>(path, form);
    },
    onSuccess: () => refresh(queries),
  });
}

/** Accept what was handed in; with a reason, send it back. */
export function useReview() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, reason }: { id: number; reason?: string }) =>
      reason === undefined
        ? send<Journey>("POST", `/deliverables/${id}/accept`)
        : send<Journey>("POST", `/deliverables/${id}/reject`, { reason }),
    onSuccess: () => refresh(queries),
  });
}

/** Make the link by which a customer, without log-in, sees a file and confirms that it came. */
export function useSendLink(id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (deliverable: string) =>
      send<{ url: string; expires_at: string }>("POST", `/journeys/${id}/deliverables/${deliverable}/send`),
    onSuccess: () => refresh(queries),
  });
}

export interface StageCount {
  key: string;
  label: string;
  count: number;
  overdue: number;
  amount: number | null;
}

/** How many stand in each stage of a process, and what they are worth. */
export function useStageCounts(process: string) {
  return useQuery({
    queryKey: ["process", "stages", process],
    queryFn: async () => (await send<{ stages: StageCount[] }>("GET", `/boards/stages${query({ process })}`)).stages,
  });
}

/** What was said of journeys, records, tasks, notices and numbers is old now. */
export async function refresh(queries: ReturnType<typeof useQueryClient>): Promise<void> {
  const stale = ["process", "approvals", "records", "activity", "agenda", "notices", "metrics"];
  await queries.invalidateQueries({ predicate: ({ queryKey: [first] }) => stale.includes(String(first)) });
}

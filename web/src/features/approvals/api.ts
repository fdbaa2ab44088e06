import { useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";

import type { Closer, Sent } from "@/lib/contract";
import { send } from "@/lib/http";

export type Seat = Closer<Sent<"ApprovalSeat">, { state: "waiting" | "later" | "yes" | "no" | "back" | "over" }>;
export type Step = Closer<
  Sent<"ApprovalStep">,
  { state: "done" | "here" | "next" | "dropped"; mode: "all" | "any" | "vote"; seats: readonly Seat[] }
>;
/** One question put to approvers, as its viewer may read it. */
export type Approval = Closer<
  Sent<"ApprovalCard">,
  {
    state: "waiting" | "returned" | "approved" | "rejected" | "withdrawn" | "lapsed";
    steps: readonly Step[];
  }
>;
export type Kind = Sent<"ApprovalKind">;
export type Foreseen = Sent<"ApprovalForeseen">;
export type Box = "mine" | "asked" | "done";

/** What waits for me, what I asked for, or what I decided. */
export function useApprovals(box: Box) {
  return useQuery({
    queryKey: ["approvals", "box", box],
    queryFn: () => send<{ items: Approval[]; waiting: number }>("GET", `/approvals?box=${box}`),
    refetchInterval: 60_000,
  });
}

/** How many approvals wait for me. */
export function useApprovalsWaiting(): number {
  const found = useQuery({
    queryKey: ["approvals", "waiting"],
    queryFn: async () => (await send<{ waiting: number }>("GET", "/approvals?box=mine&limit=1")).waiting,
    refetchInterval: 60_000,
  });
  return found.data ?? 0;
}

/** The approvals of a record, and those one may ask for. They change with the record. */
export function useOfRecord(object: string, id: number) {
  return useQuery({
    queryKey: ["records", "approvals", object, id],
    queryFn: () => send<{ items: Approval[]; kinds: Kind[] }>("GET", `/records/${object}/${id}/approvals`),
  });
}

/** Ask for an approval of a record as it is now. */
export function useAsk(object: string, id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (asked: { key: string; reason: string }) =>
      send<Approval>("POST", `/records/${object}/${id}/approvals`, asked),
    onSettled: () => refresh(queries),
  });
}

/** Everything one can do with an approval. */
export type Act =
  | { do: "answer"; yes: boolean; reason: string }
  | { do: "send_back"; to: string | null; reason: string }
  | { do: "delegate"; person_id: number; reason: string }
  | { do: "add_signer"; person_id: number; place: "before" | "beside" | "after"; reason: string }
  | { do: "withdraw"; reason: string }
  | { do: "resubmit"; reason: string }
  | { do: "remind" };

export function useActOn(id: number) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ do: act, ...body }: Act) =>
      send<Approval>("POST", `/approvals/${id}/${act}`, act === "remind" ? undefined : body),
    onSettled: () => refresh(queries),
  });
}

/** Where a file of an approval is: opened to its approver, or as the record's own. */
export function approvalFileUrl(approval: Pick<Approval, "id">, file: { id: number; opened: boolean }): string {
  return file.opened ? `/api/approvals/${approval.id}/files/${file.id}` : `/api/files/${file.id}`;
}

/** What was said of approvals, journeys, records, tasks, notices and numbers is old now. */
async function refresh(queries: QueryClient): Promise<void> {
  const stale = ["approvals", "process", "records", "activity", "agenda", "notices", "metrics"];
  await queries.invalidateQueries({ predicate: ({ queryKey: [first] }) => stale.includes(String(first)) });
}

import { useQuery } from "@tanstack/react-query";

import { freshKey } from "@/features/design/body";
import type { ApprovalPart, ApprovalStep, Approver, ApproverBy } from "@/features/design/approvalShapes";
import type { Body, Both, DesignObject, Edit, Operation } from "@/features/design/shapes";
import type { Sent } from "@/lib/contract";
import { send } from "@/lib/http";

/** The edits of approvals: each function is one thing a person does. */

/** Who would be asked about a record by an approval of a draft; asked anew after every change. */
export function useTried(draft: number, key: string, revision: number, record: number | null) {
  return useQuery({
    queryKey: ["design", "approvals", draft, key, revision, record],
    queryFn: () =>
      send<Sent<"ApprovalTried">>("GET", `/design/drafts/${draft}/approvals/${key}/tried?record=${record ?? 0}`),
    enabled: record !== null,
    placeholderData: (before) => before,
    retry: false,
  });
}

export function stepPlace(approval: ApprovalPart, step: Pick<ApprovalStep, "key">): readonly string[] {
  return ["approvals", approval.key, "steps", step.key];
}

/** A new approval: the direct manager of whoever asks sees the fields of the quick form. */
export function addApproval(body: Body, label: Both, step: Both): { edit: Edit; key: string } | null {
  const moving = new Set((body.processes ?? []).map(({ object }) => object));
  const object = body.objects.find(({ key }) => moving.has(key)) ?? body.objects[0];
  if (object === undefined) return null;
  const key = freshKey(
    "approval",
    (body.approvals ?? []).map((one) => one.key),
  );
  const steps = [{ key: "step_1", label: step, who: [{ key: "who_1", by: "manager" }], fields: object.quick ?? [] }];
  const value = { key, label, object: object.key, steps };
  return { edit: [{ do: "add", place: ["approvals"], value, before: null }], key };
}

/** One more step behind the others, decided by the direct manager until somebody else is chosen. */
export function addStep(approval: ApprovalPart, label: Both): { edit: Edit; key: string } {
  const key = freshKey(
    "step",
    approval.steps.map((one) => one.key),
  );
  const last = approval.steps[approval.steps.length - 1];
  const value = { key, label, who: [{ key: "who_1", by: "manager", levels: 2 }], fields: last?.fields ?? [] };
  return { edit: [{ do: "add", place: ["approvals", approval.key, "steps"], value, before: null }], key };
}

/** Move a step one up (-1) or down (1). */
export function moveStep(approval: ApprovalPart, step: ApprovalStep, by: -1 | 1): Edit {
  const from = approval.steps.findIndex(({ key }) => key === step.key);
  const other = approval.steps[from + by];
  if (other === undefined) return [];
  const before = by === -1 ? other.key : (approval.steps[from + 2]?.key ?? null);
  return [{ do: "move", place: stepPlace(approval, step), before }];
}

/** About another object's records: what looks at the fields of the first one is cleared. */
export function reobject(approval: ApprovalPart, object: DesignObject): Edit {
  const cleared = approval.steps.flatMap((step): Operation[] => [
    { do: "set", place: [...stepPlace(approval, step), "fields"], value: [] },
    { do: "set", place: [...stepPlace(approval, step), "when"], value: null },
  ]);
  return [...cleared, { do: "set", place: ["approvals", approval.key, "object"], value: object.key }];
}

/** Somebody else is asked too. */
export function addWho(approval: ApprovalPart, step: ApprovalStep): Edit {
  const key = freshKey(
    "who",
    step.who.map((one) => one.key),
  );
  const value = { key, by: "manager" };
  return [{ do: "add", place: [...stepPlace(approval, step), "who"], value, before: null }];
}

/** Found in another way: what was said of the first one is forgotten. */
export function findBy(approval: ApprovalPart, step: ApprovalStep, who: Approver, by: ApproverBy, first: string): Edit {
  const named = by === "manager" ? {} : { [by]: first };
  const value: Approver = { key: who.key, by, ...named };
  return [{ do: "set", place: [...stepPlace(approval, step), "who", who.key], value }];
}

/** Another limit; without one there is nothing to warn before or to escalate after. */
export function limitStep(approval: ApprovalPart, step: ApprovalStep, limit: string | null): Edit {
  const place = stepPlace(approval, step);
  const bound = (["warn_before", "escalate_after"] as const).filter(
    (name) => limit === null && step[name] !== undefined && step[name] !== null,
  );
  return [
    ...bound.map((name): Operation => ({ do: "set", place: [...place, name], value: null })),
    { do: "set", place: [...place, "limit"], value: limit },
  ];
}

import type { ApprovalPart } from "@/features/design/approvalShapes";
import type { Changing } from "@/features/design/changing";
import { asksFor, goes, type Lost } from "@/features/design/pruning";
import type { Body, Operation } from "@/features/design/shapes";
import { say } from "@/lib/i18n";

/**
 * The approvals without what goes: their steps show it to nobody any more. One whose records go is over. One that asks
 * for it in a condition stays as it is and is a fault until somebody has mended it: by half of its condition it would
 * ask others than anybody meant.
 */
export function leaveApprovals(changing: Changing, body: Body, lost: Lost): void {
  for (const approval of body.approvals ?? []) {
    if (lost.objects.has(approval.object)) {
      changing.with([{ do: "remove", place: ["approvals", approval.key] }], "approval", say(approval.label), true);
      continue;
    }
    const steps = shownLess(approval, lost);
    if (steps.length > 0) changing.with(steps, "approval", say(approval.label));
    if (approval.steps.some(({ when }) => when && asksFor(when, approval.object, lost))) broken(changing, approval);
  }
}

/** The approvals that ask whoever has a role, which they then have to go without. */
export function leaveApprovalsOf(changing: Changing, body: Body, role: string): void {
  for (const approval of body.approvals ?? []) {
    if (approval.steps.some(({ who }) => who.some((one) => one.by === "role" && one.role === role))) {
      broken(changing, approval);
    }
  }
}

function shownLess({ key: approval, object, steps }: ApprovalPart, lost: Lost): readonly Operation[] {
  return steps.flatMap(({ key, fields = [] }): Operation[] => {
    const left = fields.filter((field) => !goes(lost, object, field));
    if (left.length === fields.length) return [];
    return [{ do: "set", place: ["approvals", approval, "steps", key, "fields"], value: left }];
  });
}

function broken(changing: Changing, { label }: ApprovalPart): void {
  changing.told.push({ where: "broken_approval", name: say(label) });
}

import { ApprovalActs } from "@/features/approvals/ApprovalActs";
import { ApprovalBody, ApprovalStory } from "@/features/approvals/ApprovalBody";
import type { Approval } from "@/features/approvals/api";
import type { Parts } from "@/features/approvals/parts";

interface Props {
  approvals: readonly Approval[];
  parts: Parts;
  here?: boolean;
}

/** Approvals as cards, each with what one may do about it. */
export function ApprovalList({ approvals, parts, here = false }: Props) {
  return (
    <ul className="approval-list">
      {approvals.map((approval) => (
        <li key={approval.id}>
          <article className={here ? "approval" : "approval card"} aria-label={`${approval.label} ${approval.title}`}>
            <ApprovalBody approval={approval} here={here} />
            <ApprovalActs approval={approval} parts={parts} />
            <ApprovalStory approval={approval} />
          </article>
        </li>
      ))}
    </ul>
  );
}

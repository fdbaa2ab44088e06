import { useApprovals, useApprovalsWaiting, type Box } from "@/features/approvals/api";
import { ApprovalList } from "@/features/approvals/ApprovalList";
import { deskParts } from "@/features/approvals/desk/parts";
import { useApprovalWords } from "@/features/approvals/words";
import { setSearch, useAddress } from "@/lib/router";
import { Segmented } from "@/ui/desk/choosers";
import { PageHeader } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded } from "@/ui/desk/states";

/** Approvals: those that wait for me, those I asked for, those I decided. */
export function ApprovalsPage() {
  const t = useApprovalWords();
  const asked = useAddress().search.get("box");
  const box: Box = asked === "asked" || asked === "done" ? asked : "mine";
  const waiting = useApprovalsWaiting();
  const found = useApprovals(box);
  return (
    <>
      <PageHeader title={t.title} finding={t.finding(waiting)} />
      <div className="bar">
        <Segmented
          label={t.box}
          value={box}
          onChange={(chosen) => {
            setSearch({ box: chosen === "mine" ? null : chosen });
          }}
          options={(["mine", "asked", "done"] as const).map((value) => ({ value, label: t.boxes[value] }))}
        />
      </div>
      <Loaded of={found}>
        {({ items }) =>
          items.length === 0 ? <EmptyState {...t.empty[box]} /> : <ApprovalList approvals={items} parts={deskParts} />
        }
      </Loaded>
    </>
  );
}

import { useApprovals, type Box } from "@/features/approvals/api";
import { ApprovalList } from "@/features/approvals/ApprovalList";
import { phoneParts } from "@/features/approvals/phone/parts";
import { useApprovalWords } from "@/features/approvals/words";
import { setSearch, useAddress } from "@/lib/router";
import { Chips } from "@/ui/phone/Chips";
import { Page } from "@/ui/phone/Page";
import { EmptyState, ErrorState, Skeleton } from "@/ui/phone/states";

/** Approvals on the phone: to agree is one tap, to send back with a reason two. */
export function ApprovalsPage() {
  const t = useApprovalWords();
  const asked = useAddress().search.get("box");
  const box: Box = asked === "asked" || asked === "done" ? asked : "mine";
  const found = useApprovals(box);
  return (
    <Page title={t.title} back="/">
      <Chips
        label={t.box}
        quiet
        options={(["mine", "asked", "done"] as const).map((value) => ({ value, label: t.boxes[value] }))}
        value={box}
        onChange={(chosen) => {
          setSearch({ box: chosen === "mine" ? null : chosen });
        }}
      />
      {found.data === undefined ? (
        found.error === null ? (
          <Skeleton />
        ) : (
          <ErrorState error={found.error} onRetry={() => void found.refetch()} />
        )
      ) : found.data.items.length === 0 ? (
        <EmptyState {...t.empty[box]} />
      ) : (
        <ApprovalList approvals={found.data.items} parts={phoneParts} />
      )}
    </Page>
  );
}

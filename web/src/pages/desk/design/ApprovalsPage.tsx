import { addApproval } from "@/features/design/approvals";
import { ApprovalPanel } from "@/features/design/desk/approving/ApprovalPanel";
import { TryView } from "@/features/design/desk/approving/TryView";
import { DesignFrame } from "@/features/design/desk/DesignFrame";
import { PickList } from "@/features/design/desk/lists/PickList";
import { useEditor } from "@/features/design/editing";
import type { ApprovalPart } from "@/features/design/approvalShapes";
import { useApprovingWords } from "@/features/design/words/approvals";
import { say } from "@/lib/i18n";
import { setSearch, useAddress } from "@/lib/router";
import { EmptyState } from "@/ui/desk/states";
import "@/features/design/desk/lists/lists.css";
import "@/features/design/desk/approving/approving.css";

/** The approvals of a draft: who decides what, in which order. */
export function ApprovalsPage({ draft }: { draft: number }) {
  const t = useApprovingWords();
  return (
    <DesignFrame id={draft} part="approvals" first={t.tab} title={() => t.approvals}>
      {() => <Designer />}
    </DesignFrame>
  );
}

function Designer() {
  const t = useApprovingWords();
  const { body, change } = useEditor();
  const wanted = useAddress().search.get("approval");
  const approvals = body.approvals ?? [];
  const chosen = approvals.find(({ key }) => key === wanted) ?? approvals[0];
  const open = (key: string | null) => {
    setSearch({ approval: key });
  };
  const hint = (one: ApprovalPart) =>
    t.hint(say(body.objects.find(({ key }) => key === one.object)?.label ?? one.object), one.steps.length);
  return (
    <>
      <p className="muted">{t.intro}</p>
      <div className="list-columns approving-columns">
        <PickList
          label={t.approvals}
          things={approvals}
          chosen={chosen?.key}
          hint={hint}
          onChoose={open}
          fresh={t.fresh}
          onAdd={(label) => {
            const made = addApproval(body, label, t.firstStep);
            if (made === null) return;
            change(made.edit);
            open(made.key);
          }}
        />
        {chosen === undefined ? (
          <EmptyState title={t.none} hint={t.noneHint} />
        ) : (
          <>
            <ApprovalPanel
              key={chosen.key}
              approval={chosen}
              onRemoved={() => {
                open(null);
              }}
            />
            <TryView key={`try ${chosen.key}`} approval={chosen} />
          </>
        )}
      </div>
    </>
  );
}

import { useState } from "react";

import { useDiscard, useDrafts } from "@/features/design/api";
import type { DraftBrief } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { usePilotWords } from "@/features/design/words/pilots";
import { useLang } from "@/lib/i18n";
import { perform } from "@/lib/perform";
import { Link } from "@/lib/router";
import { stamp, when } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { Modal } from "@/ui/desk/Modal";
import { Card } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded, Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";
import { Status } from "@/ui/Status";

/** What is being changed and does not live yet. */
export function DraftList() {
  const t = useDesignWords();
  const [leaving, setLeaving] = useState<DraftBrief | null>(null);
  return (
    <Card title={t.drafts}>
      <Loaded of={useDrafts()} rows={2}>
        {(drafts) =>
          drafts.length === 0 ? (
            <EmptyState title={t.noDrafts} hint={t.noDraftsHint} />
          ) : (
            <ul className="design-drafts">
              {drafts.map((draft) => (
                <DraftLine
                  key={draft.id}
                  draft={draft}
                  onDiscard={() => {
                    setLeaving(draft);
                  }}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {leaving === null ? null : (
        <DiscardDialog
          draft={leaving}
          onClose={() => {
            setLeaving(null);
          }}
        />
      )}
    </Card>
  );
}

function DraftLine({ draft, onDiscard }: { draft: DraftBrief; onDiscard: () => void }) {
  const t = useDesignWords();
  const pilotWords = usePilotWords();
  const lang = useLang();
  const name = draft.name === "" ? t.draftOf(draft.id, draft.from_number) : draft.name;
  return (
    <li>
      <Link to={`/design/${draft.id}`}>{name}</Link>
      <span className="muted">{t.changedBy(draft.changed_by, when(draft.changed_at, lang))}</span>
      {draft.switch_at === null ? null : (
        <Status tone="warn">{pilotWords.scheduled(stamp(draft.switch_at, lang))}</Status>
      )}
      <span>{draft.behind ? <Status tone="warn">{t.begunBehind(draft.live_number)}</Status> : null}</span>
      <Button size="small" label={t.discardOf(name)} onClick={onDiscard}>
        {t.discard}
      </Button>
    </li>
  );
}

function DiscardDialog({ draft, onClose }: { draft: DraftBrief; onClose: () => void }) {
  const t = useDesignWords();
  const discard = useDiscard();
  const go = () => {
    perform(discard, draft.id, () => {
      toast(t.discarded);
      onClose();
    });
  };
  return (
    <Modal
      open
      title={t.discardTitle}
      onClose={onClose}
      act={{ label: t.discardDo, onClick: go, busy: discard.isPending, danger: true }}
    >
      <p>{t.discardIntro}</p>
      <Problem error={discard.error} />
    </Modal>
  );
}

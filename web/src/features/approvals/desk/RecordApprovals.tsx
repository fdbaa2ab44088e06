import { useState } from "react";

import { useOfRecord } from "@/features/approvals/api";
import { ApprovalList } from "@/features/approvals/ApprovalList";
import { AskForm } from "@/features/approvals/AskForm";
import { deskParts } from "@/features/approvals/desk/parts";
import { useApprovalWords } from "@/features/approvals/words";
import { Button } from "@/ui/desk/Button";
import { Modal } from "@/ui/desk/Modal";
import { Card } from "@/ui/desk/PageHeader";

interface Props {
  object: string;
  id: number;
}

/** The approvals of a record, and the buttons that ask for more; nothing where such records need none. */
export function RecordApprovals({ object, id }: Props) {
  const t = useApprovalWords();
  const found = useOfRecord(object, id).data;
  const [asking, setAsking] = useState<string | null>(null);
  if (found === undefined || (found.items.length === 0 && found.kinds.length === 0)) return null;
  return (
    <Card
      title={t.title}
      extra={found.kinds
        .filter(({ open }) => !open)
        .map(({ key, label }) => (
          <Button
            key={key}
            size="small"
            onClick={() => {
              setAsking(key);
            }}
          >
            {t.askFor(label)}
          </Button>
        ))}
    >
      <ApprovalList approvals={found.items} parts={deskParts} here />
      {asking === null ? null : (
        <AskDialog
          object={object}
          id={id}
          asked={asking}
          onClose={() => {
            setAsking(null);
          }}
        />
      )}
    </Card>
  );
}

/** Ask for one approval of a record; with the ones under way where it is being decided. */
export function AskDialog({ object, id, asked, onClose }: Props & { asked: string; onClose: () => void }) {
  const t = useApprovalWords();
  const found = useOfRecord(object, id).data;
  const kind = found?.kinds.find(({ key }) => key === asked);
  const open = found?.items.filter((one) => one.key === asked).slice(0, 1) ?? [];
  return (
    <Modal open title={kind === undefined ? t.title : t.askFor(kind.label)} onClose={onClose}>
      {kind === undefined ? <p>{t.noKinds}</p> : null}
      {kind === undefined || kind.open ? (
        <ApprovalList approvals={open} parts={deskParts} here />
      ) : (
        <AskForm object={object} id={id} kind={kind} parts={deskParts} onDone={onClose} />
      )}
    </Modal>
  );
}

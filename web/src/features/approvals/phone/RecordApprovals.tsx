import { useState } from "react";

import { useOfRecord } from "@/features/approvals/api";
import { ApprovalList } from "@/features/approvals/ApprovalList";
import { AskForm } from "@/features/approvals/AskForm";
import { phoneParts } from "@/features/approvals/phone/parts";
import { useApprovalWords } from "@/features/approvals/words";
import { Button } from "@/ui/phone/Button";
import { Section } from "@/ui/phone/Page";
import { Sheet } from "@/ui/phone/Sheet";

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
  const kind = found.kinds.find(({ key }) => key === asking);
  const close = () => {
    setAsking(null);
  };
  return (
    <Section title={t.title}>
      <ApprovalList approvals={found.items} parts={phoneParts} here />
      {found.kinds
        .filter(({ open }) => !open)
        .map(({ key, label }) => (
          <Button
            key={key}
            wide
            onClick={() => {
              setAsking(key);
            }}
          >
            {t.askFor(label)}
          </Button>
        ))}
      {kind === undefined ? null : (
        <Sheet title={t.askFor(kind.label)} onClose={close}>
          <AskForm object={object} id={id} kind={kind} parts={phoneParts} onDone={close} />
        </Sheet>
      )}
    </Section>
  );
}

/** What a stage's gate asks for: ask, or see how it stands. */
export function AskHere({ object, id, asked, onDone }: Props & { asked: string; onDone: () => void }) {
  const t = useApprovalWords();
  const found = useOfRecord(object, id).data;
  const kind = found?.kinds.find(({ key }) => key === asked);
  const open = found?.items.filter((one) => one.key === asked).slice(0, 1) ?? [];
  if (found === undefined) return null;
  return (
    <>
      {kind === undefined ? <p>{t.noKinds}</p> : null}
      {kind === undefined || kind.open ? (
        <ApprovalList approvals={open} parts={phoneParts} here />
      ) : (
        <AskForm object={object} id={id} kind={kind} parts={phoneParts} onDone={onDone} />
      )}
    </>
  );
}

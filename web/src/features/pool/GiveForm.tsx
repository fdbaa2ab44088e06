import type { Parts } from "@/features/pool/parts";
import { usePoolWords } from "@/features/pool/words";
import { useId } from "react";
import { useKit } from "@/ui/kit";
import "@/features/pool/pool.css";

interface Props {
  reason: string;
  onReason: (reason: string) => void;
  parts: Parts;
}

/** Why it goes back: one of the usual reasons, or words of one's own. */
export function GiveForm({ reason, onReason, parts: { Chips } }: Props) {
  const t = usePoolWords();
  const id = useId();
  const { LongText } = useKit();
  return (
    <div className="pool-reasons">
      <p>{t.giveHint}</p>
      <Chips
        label={t.reason}
        options={t.reasons.map((one) => ({ value: one, label: one }))}
        value={reason}
        onChange={onReason}
      />
      <div className="field">
        <label htmlFor={id}>{t.reason}</label>
        <LongText id={id} value={reason} rows={2} onChange={onReason} />
        <small className="muted">{t.reasonHint}</small>
      </div>
    </div>
  );
}

import { useId, useState, type ReactNode } from "react";

import type { Named } from "@/features/process/shapes";
import { useProcessWords } from "@/features/process/words";
import { useKit } from "@/ui/kit";
import { Modal } from "@/ui/desk/Modal";
import { Problem } from "@/ui/desk/states";

interface Props {
  title: string;
  act: string;
  /** Reasons to choose from; without them a sentence is written. */
  choices?: readonly Named[];
  /** What the sentence is called when there is a choice before it. */
  noteLabel?: string;
  danger?: boolean;
  busy: boolean;
  error: unknown;
  onDo: (reason: string, note: string) => void;
  onClose: () => void;
  children?: ReactNode;
}

/** Asks why before something is done: by choosing, by writing, or both. */
export function ReasonDialog(props: Props) {
  const { title, act, choices = [], noteLabel, danger = false, busy, error, onDo, onClose, children } = props;
  const t = useProcessWords();
  const { LongText } = useKit();
  const id = useId();
  const [chosen, setChosen] = useState("");
  const [note, setNote] = useState("");
  const reason = choices.length > 0 ? chosen : note.trim();
  return (
    <Modal
      open
      title={title}
      onClose={onClose}
      act={{
        label: act,
        busy,
        danger,
        disabled: reason === "",
        onClick: () => {
          onDo(reason, note.trim());
        },
      }}
    >
      {children}
      {choices.length === 0 ? null : (
        <fieldset className="reasons">
          <legend className="vh">{t.reason}</legend>
          {choices.map((choice) => (
            <label key={choice.key}>
              <input
                type="radio"
                name={id}
                checked={chosen === choice.key}
                onChange={() => {
                  setChosen(choice.key);
                }}
              />
              {choice.label}
            </label>
          ))}
        </fieldset>
      )}
      <label htmlFor={id} className="reasons-note">
        {noteLabel ?? t.reasonNeeded}
      </label>
      <LongText id={id} value={note} onChange={setNote} rows={2} />
      <Problem error={error} />
    </Modal>
  );
}

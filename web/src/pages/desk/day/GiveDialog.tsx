import { useState } from "react";

import { useTakers } from "@/features/agenda/api";
import { useDayWords } from "@/features/agenda/words";
import { Select } from "@/ui/desk/choosers";
import { deskKit } from "@/ui/desk/kit";
import { Modal } from "@/ui/desk/Modal";
import { Loaded } from "@/ui/desk/states";

interface Props {
  count: number;
  person: number | null;
  onClose: () => void;
  onGive: (to: { id: number; name: string }, note: string) => void;
}

/** Whom to ask, those with the least to do first, and a word with it. */
export function GiveDialog({ count, person, onClose, onGive }: Props) {
  const t = useDayWords();
  const takers = useTakers(person);
  const [to, setTo] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const chosen = takers.data?.find((one) => String(one.id) === to);
  return (
    <Modal
      open
      title={t.giveTitle(count)}
      onClose={onClose}
      act={{
        label: t.give,
        disabled: chosen === undefined,
        onClick: () => {
          if (chosen !== undefined) onGive(chosen, note);
        },
      }}
    >
      <Loaded of={takers} rows={2}>
        {(people) =>
          people.length === 0 ? (
            <p>{t.noTaker}</p>
          ) : (
            <div className="day-give">
              <p className="muted">{t.giveHint}</p>
              <Select
                label={t.to}
                value={to}
                onChange={setTo}
                width={320}
                options={people.map((one) => ({
                  value: String(one.id),
                  label: `${one.name} · ${t.waiting(one.waiting)}`,
                }))}
              />
              <label htmlFor="day-note">{t.note}</label>
              <deskKit.Text id="day-note" value={note} maxLength={200} onChange={setNote} />
            </div>
          )
        }
      </Loaded>
    </Modal>
  );
}

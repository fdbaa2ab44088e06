import { useId, useState } from "react";

import { useDrop, type Trouble } from "@/features/rescue/api";
import { useRescueWords } from "@/features/rescue/words";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { perform } from "@/lib/perform";
import { Modal } from "@/ui/desk/Modal";
import { Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";

/** Giving things up, with the reason. */
export function DropDialog({
  items,
  onClose,
  onDone,
}: {
  items: readonly Trouble[];
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useRescueWords();
  const lang = useLang();
  const id = useId();
  const drop = useDrop();
  const [reason, setReason] = useState("");
  return (
    <Modal
      open
      title={t.dropTitle(count(items.length, lang))}
      onClose={onClose}
      act={{
        label: t.drop,
        danger: true,
        busy: drop.isPending,
        disabled: reason.trim() === "",
        onClick: () => {
          perform(drop, { items, reason }, ({ done, failed, gone }) => {
            toast(t.result(String(done), String(failed), String(gone)));
            onDone();
          });
        },
      }}
    >
      <p>{t.dropHint}</p>
      <p className="rescue-field">
        <label htmlFor={id}>{t.reason}</label>
        <input
          id={id}
          className="native-box"
          maxLength={500}
          value={reason}
          onChange={(event) => {
            setReason(event.target.value);
          }}
        />
      </p>
      <Problem error={drop.error} />
    </Modal>
  );
}

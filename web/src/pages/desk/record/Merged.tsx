import { useState } from "react";

import type { RecordItem } from "@/features/records/api";
import { useMerges, useUndoMerge, type Merge } from "@/features/records/merging";
import { useLang } from "@/lib/i18n";
import { perform } from "@/lib/perform";
import { Link } from "@/lib/router";
import { stamp } from "@/lib/time";
import { useMergeWords } from "@/pages/desk/merge/words";
import { Button } from "@/ui/desk/Button";
import { Modal } from "@/ui/desk/Modal";
import { Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";
import "@/pages/desk/merge/merge.css";

/** The way to the record that is the same as this one, for who may merge them. */
export function MergeInto({ record }: { record: RecordItem }) {
  const t = useMergeWords();
  if (!record.can.change || !record.can.delete) return null;
  return <Link to={`/o/${record.object}/duplicates?records=${record.id}`}>{t.into}</Link>;
}

/** What went into this record, and the way to take it back. */
export function Merged({ record }: { record: RecordItem }) {
  const t = useMergeWords();
  const lang = useLang();
  const merges = useMerges(record.object, record.id, record.can.change && record.can.delete);
  const [asking, setAsking] = useState<number | null>(null);
  const open = (merges.data ?? []).filter((one) => one.undo_until !== null);
  return (
    <>
      {open.map((one: Merge) => (
        <p key={one.id} className="merge-done">
          <span>
            {t.wasMerged(one.gone.length, one.by.name ?? "", stamp(one.at, lang))}{" "}
            <small>{t.until(stamp(one.undo_until ?? "", lang))}</small>
          </span>
          <Button
            size="small"
            onClick={() => {
              setAsking(one.id);
            }}
          >
            {t.undo}
          </Button>
        </p>
      ))}
      {asking === null ? null : (
        <Undo
          record={record}
          merge={asking}
          onClose={() => {
            setAsking(null);
          }}
        />
      )}
    </>
  );
}

function Undo({ record, merge, onClose }: { record: RecordItem; merge: number; onClose: () => void }) {
  const t = useMergeWords();
  const undo = useUndoMerge(record.object, record.id);
  return (
    <Modal
      open
      title={t.undoTitle}
      onClose={onClose}
      act={{
        label: t.undo,
        busy: undo.isPending,
        onClick: () => {
          perform(undo, merge, ({ stays }) => {
            const said = stays.map((one) => t.moved(t.place(one.place, one.label), one.count)).join(t.between);
            toast(stays.length === 0 ? t.undone : t.stays(said));
            onClose();
          });
        },
      }}
    >
      <p>{t.undoIntro}</p>
      <Problem error={undo.error} />
    </Modal>
  );
}

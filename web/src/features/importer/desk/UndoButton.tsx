import { useState } from "react";

import { useUndo } from "@/features/importer/api";
import { useImportWords } from "@/features/importer/words";
import { perform } from "@/lib/perform";
import { refused, type Refusal } from "@/lib/refusal";
import { Button } from "@/ui/desk/Button";
import { Modal } from "@/ui/desk/Modal";
import { Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";

/** Take a batch back; what people have changed since is lost only when one says so. */
export function UndoButton({ id }: { id: number }) {
  const t = useImportWords();
  const undo = useUndo();
  const [asking, setAsking] = useState(false);
  const changed = refused(undo.error, "changed_since") ? undo.error : null;
  const close = () => {
    setAsking(false);
    undo.reset();
  };
  const go = () => {
    perform(undo, { id, force: changed !== null }, () => {
      toast(t.undone);
      close();
    });
  };
  return (
    <>
      <Button
        look="danger"
        onClick={() => {
          setAsking(true);
        }}
      >
        {t.undo}
      </Button>
      <Modal
        open={asking}
        title={t.undoTitle}
        onClose={close}
        act={{ label: changed === null ? t.undoDo : t.undoAll, onClick: go, busy: undo.isPending, danger: true }}
      >
        <p>{changed === null ? t.undoIntro : t.changedSince(touched(changed))}</p>
        <Problem error={changed === null ? undo.error : null} />
      </Modal>
    </>
  );
}

function touched(refusal: Refusal): number {
  const changed = refusal.facts["changed"];
  return typeof changed === "number" ? changed : 0;
}

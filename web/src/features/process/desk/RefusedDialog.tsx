import { useRef } from "react";

import { MissingList } from "@/features/process/MissingList";
import type { GateItem, ProcessDef } from "@/features/process/shapes";
import type { Fix } from "@/features/process/way";
import { useProcessWords } from "@/features/process/words";
import type { Refusal } from "@/lib/refusal";
import { Modal } from "@/ui/desk/Modal";

interface Props {
  title: string;
  refusal: Refusal;
  process: ProcessDef | undefined;
  onFix: (fix: Fix) => void;
  onClose: () => void;
}

/** A closed gate names everything it still asks for; the way to the first of it has the focus. */
export function RefusedDialog({ title, refusal, process, onFix, onClose }: Props) {
  const t = useProcessWords();
  const box = useRef<HTMLDivElement>(null);
  return (
    <Modal
      open
      title={t.notReady(title)}
      onClose={onClose}
      onOpened={() => {
        box.current?.querySelector("button")?.focus();
      }}
    >
      <p>{t.missingIntro}</p>
      <div ref={box}>
        <MissingList items={missingOf(refusal)} process={process} onFix={onFix} />
      </div>
    </Modal>
  );
}

/** What a refusal of a closed gate says is missing. */
export function missingOf(refusal: Refusal): readonly GateItem[] {
  const said = refusal.facts["missing"];
  return Array.isArray(said) ? (said as GateItem[]) : [];
}

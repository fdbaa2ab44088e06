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

/** A closed gate names everything it still asks for, each with the way to put it right. */
export function RefusedDialog({ title, refusal, process, onFix, onClose }: Props) {
  const t = useProcessWords();
  return (
    <Modal open title={t.notReady(title)} onClose={onClose}>
      <p>{t.missingIntro}</p>
      <MissingList items={missingOf(refusal)} process={process} onFix={onFix} />
    </Modal>
  );
}

/** What a refusal of a closed gate says is missing. */
export function missingOf(refusal: Refusal): readonly GateItem[] {
  const said = refusal.facts["missing"];
  return Array.isArray(said) ? (said as GateItem[]) : [];
}

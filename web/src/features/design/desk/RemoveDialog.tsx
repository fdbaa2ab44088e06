import type { ReactNode } from "react";

import { useDesignWords } from "@/features/design/words";
import { Modal } from "@/ui/desk/Modal";

interface Props {
  title: string;
  intro: string;
  /** What is changed along. */
  children?: ReactNode;
  onRemove: () => void;
  onClose: () => void;
}

/** Asks once more before something goes, and says what goes with it. */
export function RemoveDialog({ title, intro, children, onRemove, onClose }: Props) {
  const t = useDesignWords();
  return (
    <Modal open title={title} onClose={onClose} act={{ label: t.removeDo, danger: true, onClick: onRemove }}>
      <p>{intro}</p>
      {children}
    </Modal>
  );
}

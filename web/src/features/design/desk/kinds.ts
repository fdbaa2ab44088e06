import { useState, type DragEvent } from "react";

import { useEditor } from "@/features/design/editing";
import type { Process, Stage } from "@/features/design/shapes";
import { addDeliverable, canAsk } from "@/features/design/steps";
import { useDesignWords } from "@/features/design/words";
import type { DeliverableKind } from "@/features/process/shapes";

/** The kinds of deliverable a stage can ask for, and how one of them is put onto a stage. */
export const kinds: readonly DeliverableKind[] = [
  "photo",
  "audio",
  "summary",
  "file",
  "text",
  "form",
  "record",
  "confirmation",
  "task",
  "approval",
];

const CARRIED = "application/x-bihuan-kind";

/** Ask for one more of a kind; the key of what was added, null where it can't be asked for. */
export function useAsk(process: Process): (stage: Stage, kind: DeliverableKind) => string | null {
  const { body, change } = useEditor();
  return (stage, kind) => {
    if (!canAsk(body, process, stage, kind)) return null;
    const label = { zh: useDesignWords.of("zh").kinds[kind], en: useDesignWords.of("en").kinds[kind] };
    const { edit, key } = addDeliverable(body, process, stage, kind, label);
    change(edit);
    return key;
  };
}

/** A kind is picked up to be put onto a stage. */
export function carryKind(event: DragEvent, kind: DeliverableKind): void {
  event.dataTransfer.setData(CARRIED, kind);
  event.dataTransfer.effectAllowed = "copy";
}

/** A stage as a place onto which a kind can be put. */
export function useKindDrop(process: Process, stage: Stage, onAsked: (stage: string, deliverable: string) => void) {
  const [over, setOver] = useState(false);
  const ask = useAsk(process);
  return {
    over,
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(CARRIED)) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event: DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      setOver(false);
      const kind = kinds.find((one) => one === event.dataTransfer.getData(CARRIED));
      if (kind === undefined) return;
      event.preventDefault();
      const key = ask(stage, kind);
      if (key !== null) onAsked(stage.key, key);
    },
  };
}

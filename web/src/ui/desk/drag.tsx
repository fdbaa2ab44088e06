import { Accessibility } from "@dnd-kit/dom";
import { DragDropProvider, useDraggable, useDroppable, type DragEndEvent, type DragOverEvent } from "@dnd-kit/react";
import type { ReactNode } from "react";

import { useLang } from "@/lib/i18n";

/** Dragging, wrapped: what is picked up and where it is put down are told by id alone. */
export interface DragWords {
  help: string;
  /** What to say while a thing is over a place, and when it was put down there. */
  over: (thing: string, place: string) => string;
}

interface AreaProps {
  words: DragWords;
  onDrop: (thing: string, place: string) => void;
  children: ReactNode;
}

/** Inside, things can be picked up by mouse, finger or keyboard, and put down on places. */
export function DragArea({ words, onDrop, children }: AreaProps) {
  const lang = useLang();
  const said = (operation: { source: { id: string | number } | null; target: { id: string | number } | null }) =>
    operation.source === null || operation.target === null
      ? undefined
      : words.over(String(operation.source.id), String(operation.target.id));
  return (
    <DragDropProvider
      key={lang}
      plugins={(defaults) => [
        ...defaults.filter((plugin) => plugin !== Accessibility),
        Accessibility.configure({
          screenReaderInstructions: { draggable: words.help },
          announcements: {
            dragstart: () => words.help,
            dragover: (event: DragOverEvent) => said(event.operation),
            dragend: (event: DragEndEvent) => said(event.operation),
          },
        }),
      ]}
      onDragEnd={({ operation, canceled }) => {
        if (canceled || operation.source === null || operation.target === null) return;
        onDrop(String(operation.source.id), String(operation.target.id));
      }}
    >
      {children}
    </DragDropProvider>
  );
}

/** A thing that can be picked up by its handle; links and buttons beside the handle stay what they are. */
export function useDrag(id: string) {
  const { ref, handleRef, isDragging } = useDraggable({ id });
  return { ref, handle: handleRef, dragging: isDragging };
}

/** A place to put things down. */
export function useDrop(id: string) {
  const { ref, isDropTarget } = useDroppable({ id });
  return { ref, over: isDropTarget };
}

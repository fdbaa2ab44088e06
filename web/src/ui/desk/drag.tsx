import { Accessibility, Draggable, Droppable } from "@dnd-kit/dom";
import { DragDropProvider, useDragDropManager, type DragEndEvent, type DragOverEvent } from "@dnd-kit/react";
import { createContext, useCallback, useContext, useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { ReactNode, RefCallback } from "react";

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

/** What is being dragged over which place, as things and places look at it. */
class Held {
  thing: string | null = null;
  place: string | null = null;
  readonly #lookers = new Set<() => void>();

  readonly tell = (thing: string | null, place: string | null) => {
    if (thing === this.thing && place === this.place) return;
    [this.thing, this.place] = [thing, place];
    for (const look of [...this.#lookers]) look();
  };

  readonly listen = (look: () => void) => {
    this.#lookers.add(look);
    return () => {
      this.#lookers.delete(look);
    };
  };
}

const Area = createContext(new Held());

type Operation = DragEndEvent["operation"];

const idOf = (one: { id: string | number } | null) => (one === null ? null : String(one.id));

/** Inside, things can be picked up by mouse, finger or keyboard, and put down on places. */
export function DragArea({ words, onDrop, children }: AreaProps) {
  const lang = useLang();
  const [held] = useState(() => new Held());
  const said = ({ source, target }: Operation) =>
    source === null || target === null ? undefined : words.over(String(source.id), String(target.id));
  const tell = ({ source, target }: Operation) => {
    held.tell(idOf(source), idOf(target));
  };
  return (
    <Area value={held}>
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
        onDragStart={({ operation }) => {
          tell(operation);
        }}
        onDragOver={({ operation }) => {
          tell(operation);
        }}
        onDragEnd={({ operation, canceled }) => {
          // The places go only when all who listen have been told where it was put down.
          setTimeout(held.tell, 0, null, null);
          if (canceled || operation.source === null || operation.target === null) return;
          onDrop(String(operation.source.id), String(operation.target.id));
        }}
      >
        {children}
      </DragDropProvider>
    </Area>
  );
}

/**
 * A thing that can be picked up by its handle; links and buttons beside the handle stay what they are. A handle that
 * is a button is made one only when it is reached, because there are hundreds of them and each costs; any other gets
 * its place among what can be reached by keys from being made one, so that it is made at once.
 */
export function useDrag(id: string) {
  const manager = useDragDropManager();
  const held = useContext(Area);
  const thing = useRef<Draggable | null>(null);
  const element = useRef<Element | null>(null);
  const ref: RefCallback<Element> = useCallback((node) => {
    if (node !== null) element.current = node;
  }, []);
  const handle: RefCallback<Element> = useCallback(
    (node) => {
      if (node === null || manager === null) return undefined;
      const arm = () => {
        if (thing.current !== null) return;
        thing.current = new Draggable({ id, element: element.current ?? node, handle: node, register: false }, manager);
        thing.current.register();
      };
      for (const kind of reached) node.addEventListener(kind, arm, { capture: true });
      // The refs of what is around are there only after this.
      if (!(node instanceof HTMLButtonElement)) queueMicrotask(arm);
      return () => {
        for (const kind of reached) node.removeEventListener(kind, arm, { capture: true });
        thing.current?.destroy();
        thing.current = null;
      };
    },
    [id, manager],
  );
  const dragging = useSyncExternalStore(held.listen, () => held.thing === id);
  return { ref, handle, dragging };
}

const reached = ["pointerenter", "pointerdown", "focusin"] as const;

/** A place to put things down: it is one only while something is held. */
export function useDrop(id: string) {
  const manager = useDragDropManager();
  const held = useContext(Area);
  const element = useRef<Element | null>(null);
  useEffect(() => {
    let place: Droppable | null = null;
    const look = () => {
      if (held.thing === null) {
        place?.destroy();
        place = null;
      } else if (place === null && element.current !== null && manager !== null) {
        place = new Droppable({ id, element: element.current, register: false }, manager);
        place.register();
      }
    };
    look();
    const stop = held.listen(look);
    return () => {
      stop();
      place?.destroy();
    };
  }, [held, id, manager]);
  const ref: RefCallback<Element> = useCallback((node) => {
    element.current = node;
  }, []);
  const over = useSyncExternalStore(held.listen, () => held.place === id);
  return { ref, over };
}

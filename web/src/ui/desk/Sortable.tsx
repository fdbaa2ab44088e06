import { Accessibility } from "@dnd-kit/dom";
import { DragDropProvider, type DragEndEvent, type DragOverEvent, type DragStartEvent } from "@dnd-kit/react";
import { isSortable, useSortable } from "@dnd-kit/react/sortable";
import type { ReactNode } from "react";

import { dictionary, useLang } from "@/lib/i18n";

const useWords = dictionary(
  {
    handle: (label: string) => `拖动“${label}”`,
    help: "按空格或回车拿起，用方向键换位置，再按空格或回车放下，按 Esc 取消。",
    picked: (label: string, at: number, of: number) => `拿起“${label}”，第 ${at} 项，共 ${of} 项`,
    over: (label: string, at: number, of: number) => `“${label}”移到第 ${at} 项，共 ${of} 项`,
    dropped: (label: string, at: number, of: number) => `“${label}”放在第 ${at} 项，共 ${of} 项`,
    cancelled: (label: string) => `已取消，“${label}”回到原处`,
  },
  {
    handle: (label) => `Drag “${label}”`,
    help: "Space or Enter picks up, arrows move, Space or Enter puts down, Escape cancels.",
    picked: (label, at, of) => `Picked up “${label}”: ${at} of ${of}`,
    over: (label, at, of) => `“${label}” is now ${at} of ${of}`,
    dropped: (label, at, of) => `“${label}” was put down as ${at} of ${of}`,
    cancelled: (label) => `Cancelled: “${label}” is where it was`,
  },
);

interface Keyed {
  readonly key: string;
}

interface Props<One extends Keyed> {
  items: readonly One[];
  /** One thing was put before another, or at the end. */
  onMove: (key: string, before: string | null) => void;
  label: (key: string) => string;
  className?: string;
  children: (item: One, handle: ReactNode) => ReactNode;
}

/**
 * A list whose rows can be put in another order by mouse, finger or keys, each by its handle. Buttons for up and down
 * remain the row's own: nobody is made to drag.
 */
export function Sortable<One extends Keyed>({ items, onMove, label, className, children }: Props<One>) {
  const t = useWords();
  const lang = useLang();
  const ended = ({ operation: { source }, canceled }: DragEndEvent) => {
    if (canceled || !isSortable(source) || source.index === source.initialIndex) return;
    const key = String(source.id);
    const others = items.filter((one) => one.key !== key);
    onMove(key, others[source.index]?.key ?? null);
  };
  return (
    <DragDropProvider
      key={lang}
      plugins={(defaults) => [
        ...defaults.filter((plugin) => plugin !== Accessibility),
        Accessibility.configure({
          screenReaderInstructions: { draggable: t.help },
          announcements: {
            dragstart: ({ operation: { source } }: DragStartEvent) =>
              isSortable(source) ? t.picked(label(String(source.id)), source.index + 1, items.length) : undefined,
            dragover: ({ operation: { source, target } }: DragOverEvent) =>
              isSortable(source) && isSortable(target)
                ? t.over(label(String(source.id)), target.index + 1, items.length)
                : undefined,
            dragend: ({ operation: { source }, canceled }: DragEndEvent) => {
              if (!isSortable(source)) return undefined;
              const said = label(String(source.id));
              return canceled ? t.cancelled(said) : t.dropped(said, source.index + 1, items.length);
            },
          },
        }),
      ]}
      onDragEnd={ended}
    >
      <ol className={className}>
        {items.map((item, index) => (
          <Row key={item.key} id={item.key} index={index} handle={t.handle(label(item.key))}>
            {(handle) => children(item, handle)}
          </Row>
        ))}
      </ol>
    </DragDropProvider>
  );
}

interface RowProps {
  id: string;
  index: number;
  handle: string;
  children: (handle: ReactNode) => ReactNode;
}

function Row({ id, index, handle, children }: RowProps) {
  const { ref, handleRef, isDragging } = useSortable({ id, index });
  return (
    <li ref={ref} className={isDragging ? "sort-row sort-row-held" : "sort-row"}>
      {children(
        <button type="button" ref={handleRef} className="sort-handle" aria-label={handle} title={handle}>
          <svg width="10" height="16" viewBox="0 0 10 16" aria-hidden="true" fill="currentColor">
            {[3, 8, 13].map((y) => (
              <g key={y}>
                <circle cx="2.5" cy={y} r="1.5" />
                <circle cx="7.5" cy={y} r="1.5" />
              </g>
            ))}
          </svg>
        </button>,
      )}
    </li>
  );
}

import { useState, type CSSProperties, type KeyboardEvent, type PointerEvent } from "react";

import { moveWidget, onGrid, placeOf, settled, COLUMNS } from "@/features/design/boards";
import { WidgetPreview } from "@/features/design/desk/boards/WidgetPreview";
import { useEditor } from "@/features/design/editing";
import type { DesignBoard, WidgetPlace } from "@/features/design/shapes";
import "@/features/reports/desk/reports.css";
import "@/features/design/desk/boards/boards.css";

const ROW = 76;
const GAP = 12;

interface Props {
  board: DesignBoard;
  chosen: string | null;
  onChoose: (key: string) => void;
}

/** Somebody holds a widget: where it was, and where it would be let go. */
interface Held {
  readonly key: string;
  readonly resize: boolean;
  readonly x: number;
  readonly y: number;
  readonly from: WidgetPlace;
  readonly to: WidgetPlace;
}

/** The grid of a dashboard: widgets are dragged by their handle and resized by their corner, or by arrow keys. */
export function WidgetGrid({ board, chosen, onChoose }: Props) {
  const { change } = useEditor();
  const [held, setHeld] = useState<Held | null>(null);
  const widgets = board.widgets ?? [];
  const standing = held === null ? null : settled(widgets, held.key, held.to);
  const take = (key: string, from: WidgetPlace, resize: boolean) => (event: PointerEvent) => {
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    onChoose(key);
    setHeld({ key, resize, x: event.clientX, y: event.clientY, from, to: from });
  };
  const drag = (event: PointerEvent) => {
    if (held === null) return;
    const columns = Math.round((event.clientX - held.x) / stepOf(event.currentTarget));
    const rows = Math.round((event.clientY - held.y) / (ROW + GAP));
    setHeld({ ...held, to: onGrid(shifted(held.from, held.resize, columns, rows)) });
  };
  const drop = () => {
    if (held !== null) change(moveWidget(board, held.key, held.to));
    setHeld(null);
  };
  return (
    <div className="board board-design">
      {widgets.map((widget) => {
        const place = standing?.get(widget.key) ?? placeOf(widget);
        const grips = (resize: boolean) => ({
          onPointerDown: take(widget.key, placeOf(widget), resize),
          onPointerMove: drag,
          onPointerUp: drop,
          onPointerCancel: () => {
            setHeld(null);
          },
        });
        return (
          <div
            key={widget.key}
            style={cell(place)}
            className={[
              "board-cell",
              ...(widget.key === chosen ? ["board-chosen"] : []),
              ...(widget.key === held?.key ? ["board-held"] : []),
            ].join(" ")}
          >
            <WidgetPreview
              widget={widget}
              chosen={widget.key === chosen}
              onChoose={() => {
                onChoose(widget.key);
              }}
              handle={{
                ...grips(false),
                onKeyDown: (event: KeyboardEvent) => {
                  const by = arrows[event.key];
                  if (by === undefined) return;
                  event.preventDefault();
                  change(moveWidget(board, widget.key, shifted(place, event.shiftKey, ...by)));
                },
              }}
            />
            <span className="board-corner" aria-hidden="true" {...grips(true)} />
          </div>
        );
      })}
    </div>
  );
}

/** How far it is from one column of the grid to the next. */
function stepOf(grip: Element): number {
  return ((grip.closest(".board")?.clientWidth ?? 0) + GAP) / COLUMNS;
}

const arrows: Readonly<Partial<Record<string, readonly [number, number]>>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A place so many columns and rows further, or larger. */
export function shifted(place: WidgetPlace, resize: boolean, columns: number, rows: number): WidgetPlace {
  return resize
    ? { ...place, width: Math.min(place.width + columns, COLUMNS - place.column + 1), height: place.height + rows }
    : { ...place, column: place.column + columns, row: place.row + rows };
}

function cell({ column, row, width, height }: WidgetPlace): CSSProperties {
  return { "--column": column, "--row": row, "--width": width, "--height": height } as CSSProperties;
}

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState, type ReactNode } from "react";

import { useRowKeys } from "@/ui/desk/keys";

/** A column: how wide (a share), what it shows, and by what the server sorts it. */
export interface Column<Row> {
  key: string;
  label: string;
  share: number;
  show: (row: Row) => ReactNode;
  sort?: string;
  end?: boolean;
}

interface Props<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
  onOpen: (row: Row) => void;
  sort?: string;
  onSort?: (sort: string) => void;
  onEnd?: () => void;
  foot?: ReactNode;
}

const rowHeight = 40;

/** Any number of rows, of which only those in sight exist. j and k walk, Enter opens. */
export function VirtualTable<Row>(props: Props<Row>) {
  const { label, columns, rows, rowKey, onOpen, onEnd } = props;
  const box = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(-1);
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is meant to be read anew at each drawing
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  useRowKeys({
    at,
    count: rows.length,
    onMove: (next) => {
      setAt(next);
      virtual.scrollToIndex(next);
    },
    onOpen: (index) => {
      const row = rows[index];
      if (row !== undefined) onOpen(row);
    },
  });
  const items = virtual.getVirtualItems();
  const lastSeen = items[items.length - 1]?.index ?? -1;
  useEffect(() => {
    if (lastSeen >= rows.length - 10) onEnd?.();
  }, [lastSeen, rows.length, onEnd]);
  const grid = { gridTemplateColumns: columns.map((column) => `minmax(64px, ${column.share}fr)`).join(" ") };

  return (
    <div className="vtable" role="table" aria-label={label} aria-rowcount={rows.length + 1}>
      <div className="vtable-head" role="row" style={grid}>
        {columns.map((column) => (
          <Head key={column.key} column={column} sort={props.sort} onSort={props.onSort} />
        ))}
      </div>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <div className="vtable-body" role="rowgroup" ref={box} tabIndex={0}>
        <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            return (
              // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the row holds a link, and j, k, Enter work
              <div
                key={rowKey(row)}
                role="row"
                aria-rowindex={item.index + 2}
                className={`vtable-row${item.index === at ? " vtable-at" : ""}`}
                style={{ ...grid, transform: `translateY(${item.start}px)` }}
                onClick={(event) => {
                  if (!(event.target as HTMLElement).closest("a,button")) onOpen(row);
                }}
              >
                {columns.map((column) => (
                  <div key={column.key} role="cell" className={column.end === true ? "vtable-end" : ""}>
                    {column.show(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
        {props.foot}
      </div>
    </div>
  );
}

function Head<Row>(props: {
  column: Column<Row>;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
}) {
  const { column, sort, onSort } = props;
  const side = column.end === true ? "vtable-end" : "";
  if (column.sort === undefined || onSort === undefined) {
    return (
      <div role="columnheader" className={side}>
        {column.label}
      </div>
    );
  }
  const by = column.sort;
  const order = sort === by ? "ascending" : sort === `-${by}` ? "descending" : "none";
  return (
    <div role="columnheader" aria-sort={order} className={side}>
      <button
        type="button"
        onClick={() => {
          onSort(order === "descending" ? by : `-${by}`);
        }}
      >
        {column.label}
        <span aria-hidden="true">{{ ascending: " ↑", descending: " ↓", none: "" }[order]}</span>
      </button>
    </div>
  );
}

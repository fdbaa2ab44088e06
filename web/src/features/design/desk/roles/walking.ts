import type { FocusEvent, KeyboardEvent } from "react";

/** A table whose cells are walked by arrows and has one place in the order of Tab: the cell one was in last. */

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/** Where a cell stands across; rows need not have equally many. */
export const across = (column: number) => ({ "data-across": column, tabIndex: -1 });

/** Go on to the next cell. True for a key that was meant so. */
export function walk(event: KeyboardEvent<HTMLTableElement>): boolean {
  const by = steps[event.key];
  const cell = event.target as HTMLElement;
  if (by === undefined || cell.dataset["across"] === undefined || event.altKey) return false;
  event.preventDefault();
  const rows = [...event.currentTarget.rows].map(cellsOf).filter((cells) => cells.length > 0);
  const at = rows.findIndex((cells) => cells.includes(cell));
  const row = rows[at + by[0]];
  if (row !== undefined) (by[0] === 0 ? beside(row, cell, by[1]) : nearest(row, cell))?.focus();
  return true;
}

/** The cell one is in is the one that Tab comes back to. */
export function settle(event: FocusEvent<HTMLTableElement>): void {
  if (event.target.dataset["across"] === undefined) return;
  for (const other of event.currentTarget.querySelectorAll<HTMLElement>("[data-across][tabindex='0']")) {
    other.tabIndex = -1;
  }
  event.target.tabIndex = 0;
}

/** Let Tab find a way in, where nobody has been yet. */
export function opened(table: HTMLTableElement | null): void {
  const known = table?.querySelector<HTMLElement>("[data-across][tabindex='0']");
  const first = known ?? table?.querySelector<HTMLElement>("[data-across]");
  if (first !== undefined && first !== null) first.tabIndex = 0;
}

function cellsOf(row: HTMLTableRowElement): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>("[data-across]")];
}

function beside(row: readonly HTMLElement[], cell: HTMLElement, by: number): HTMLElement | undefined {
  return row[Math.max(0, Math.min(row.length - 1, row.indexOf(cell) + by))];
}

function nearest(row: readonly HTMLElement[], cell: HTMLElement): HTMLElement | undefined {
  const far = (one: HTMLElement) => Math.abs(Number(one.dataset["across"]) - Number(cell.dataset["across"]));
  return row.reduce<HTMLElement | undefined>(
    (best, one) => (best === undefined || far(one) < far(best) ? one : best),
    undefined,
  );
}

/** Pure: where the arrow keys lead on a board of rows and columns. */
export interface Place {
  row: number;
  column: number;
}

const steps: Readonly<Record<string, Place>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
  Home: { row: 0, column: -Infinity },
  End: { row: 0, column: Infinity },
};

/** The place a key leads to, at the edge of the board the edge itself; null for a key that leads nowhere. */
export function moved(from: Place, key: string, size: { rows: number; columns: number }): Place | null {
  const step = steps[key];
  if (step === undefined) return null;
  const within = (n: number, most: number) => Math.min(most - 1, Math.max(0, n));
  return { row: within(from.row + step.row, size.rows), column: within(from.column + step.column, size.columns) };
}

import { useRef, useState, type KeyboardEvent } from "react";

import { moved, type Place } from "@/features/metrics/grid";
import type { HealthBoard, HealthCell, HealthLevel } from "@/features/metrics/shapes";
import { useMetricWords } from "@/features/metrics/words";
import { percent } from "@/lib/numbers";
import { Glyph, Status, type Tone } from "@/ui/Status";
import "@/features/metrics/desk/metrics.css";

export const toneOfLevel: Readonly<Record<HealthLevel, Tone>> = {
  green: "ok",
  yellow: "warn",
  red: "bad",
  none: "idle",
};

interface Props {
  board: HealthBoard;
  onOpen: (person: number, stage: string) => void;
}

/** People × stages. Each cell is a button that opens its evidence; arrow keys walk, Enter opens. */
export function HealthTable({ board, onOpen }: Props) {
  const t = useMetricWords();
  const table = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState<Place>({ row: 0, column: 0 });
  const size = { rows: board.rows.length, columns: board.stages.length };
  const handleKey = (event: KeyboardEvent) => {
    const to = moved(at, event.key, size);
    if (to === null) return;
    event.preventDefault();
    setAt(to);
    table.current?.querySelector<HTMLElement>(`[data-at="${to.row}-${to.column}"]`)?.focus();
  };
  return (
    <div className="health-box">
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys belong to the buttons inside */}
      <table className="health" ref={table} onKeyDown={handleKey}>
        <caption className="vh">{`${t.health}。${t.healthHint}`}</caption>
        <thead>
          <tr>
            <th scope="col">{t.person}</th>
            {board.stages.map((stage) => (
              <th key={stage.key} scope="col">
                {stage.label}
              </th>
            ))}
            <th scope="col" className="health-rate">
              {t.rate}
            </th>
          </tr>
        </thead>
        <tbody>
          {board.rows.map((row, r) => (
            <tr key={row.person.id}>
              <th scope="row">{row.person.name}</th>
              {board.stages.map((stage, c) => (
                <td key={stage.key}>
                  <Cell
                    cell={row.cells.find((one) => one.stage === stage.key)}
                    name={`${row.person.name} · ${stage.label}`}
                    place={{ row: r, column: c }}
                    reached={at.row === r && at.column === c}
                    onReach={setAt}
                    onOpen={() => {
                      onOpen(row.person.id, stage.key);
                    }}
                  />
                </td>
              ))}
              <td className="health-rate">{row.on_time_rate === null ? "—" : percent(row.on_time_rate / 100)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  cell: HealthCell | undefined;
  name: string;
  place: Place;
  reached: boolean;
  onReach: (place: Place) => void;
  onOpen: () => void;
}

function Cell({ cell, name, place, reached, onReach, onOpen }: CellProps) {
  const t = useMetricWords();
  const level = cell?.level ?? "none";
  const n = level === "none" || cell === undefined ? 0 : cell[level];
  return (
    <button
      type="button"
      className={`health-cell status-${toneOfLevel[level]}`}
      data-at={`${place.row}-${place.column}`}
      tabIndex={reached ? 0 : -1}
      onFocus={() => {
        onReach(place);
      }}
      onClick={onOpen}
    >
      <Glyph tone={toneOfLevel[level]} />
      <span className="vh">{name} </span>
      {t.levels[level]}
      {n > 0 ? <b>{n}</b> : null}
    </button>
  );
}

/** What the shapes mean. */
export function Legend() {
  const t = useMetricWords();
  return (
    <p className="legend">
      {(["green", "yellow", "red", "none"] as const).map((level) => (
        <Status key={level} tone={toneOfLevel[level]}>
          {t.levels[level]}
        </Status>
      ))}
    </p>
  );
}

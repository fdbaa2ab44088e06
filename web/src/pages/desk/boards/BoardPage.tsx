import type { CSSProperties } from "react";

import { useDashboard } from "@/features/reports/api";
import { FilterBar, usePageAsked } from "@/features/reports/desk/FilterBar";
import { WidgetCard } from "@/features/reports/desk/WidgetCard";
import type { Dashboard, GridPlace } from "@/features/reports/shapes";
import { useReportWords } from "@/features/reports/words";
import { PageHeader } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded } from "@/ui/desk/states";
import "@/features/reports/desk/reports.css";

/** A dashboard: its questions with their answers, filtered as a whole. */
export function BoardPage({ board }: { board: string }) {
  return <Loaded of={useDashboard(board)}>{(found) => <Board board={found} />}</Loaded>;
}

function Board({ board }: { board: Dashboard }) {
  const t = useReportWords();
  const asked = usePageAsked();
  const fields = Object.fromEntries(board.fields.map(({ key, label }) => [key, label]));
  return (
    <>
      <PageHeader title={board.label} />
      <FilterBar board={board} asked={asked} />
      {board.widgets.length === 0 ? (
        <EmptyState title={t.emptyBoard} hint={t.emptyBoardHint} />
      ) : (
        <div className="board">
          {byPlace(board.widgets).map((widget) => (
            <div key={widget.key} style={standing(widget.place)}>
              <WidgetCard dashboard={board.key} widget={widget} asked={asked} fields={fields} />
            </div>
          ))}
        </div>
      )}
    </>
  );
}

/** In the order in which one reads them, which is also the order of a narrow page. */
function byPlace<One extends { readonly place: GridPlace }>(widgets: readonly One[]): readonly One[] {
  return [...widgets].sort(({ place: one }, { place: other }) => one.row - other.row || one.column - other.column);
}

function standing({ column, row, width, height }: GridPlace): CSSProperties {
  return { "--column": column, "--row": row, "--width": width, "--height": height } as CSSProperties;
}

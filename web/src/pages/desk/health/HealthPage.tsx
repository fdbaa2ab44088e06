import { useHealthBoard } from "@/features/metrics/api";
import { CellDrawer } from "@/features/metrics/desk/CellDrawer";
import { HealthTable, Legend } from "@/features/metrics/desk/HealthTable";
import { ScopeBar, useScope } from "@/features/metrics/desk/Scope";
import type { HealthBoard } from "@/features/metrics/shapes";
import { useMetricWords } from "@/features/metrics/words";
import { setSearch, useAddress } from "@/lib/router";
import { PageHeader } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded } from "@/ui/desk/states";

const periods = ["week", "month", "quarter"] as const;

/** The process health board: who is on time in which stage, and the evidence behind every cell. */
export function HealthPage() {
  const t = useMetricWords();
  const asked = useScope("month");
  const board = useHealthBoard(asked);
  const cell = useCell();
  return (
    <>
      <PageHeader title={t.health} finding={board.data?.sentence} />
      <div className="bar">
        <ScopeBar asked={asked} periods={periods} />
        <span className="bar-push">
          <Legend />
        </span>
      </div>
      <Loaded of={board} rows={12}>
        {(found) =>
          found.rows.length === 0 ? (
            <EmptyState title={t.noPeople} hint={t.noPeopleHint} />
          ) : (
            <HealthTable
              board={found}
              onOpen={(person, stage) => {
                setSearch({ cell: `${person}-${stage}` });
              }}
            />
          )
        }
      </Loaded>
      {cell === null ? null : (
        <CellDrawer
          cell={cell}
          asked={asked}
          title={titleOf(board.data, cell)}
          onClose={() => {
            setSearch({ cell: null });
          }}
        />
      )}
    </>
  );
}

/** The open cell stands in the address, so that a red cell can be sent to a colleague. */
function useCell(): { person: number; stage: string } | null {
  const found = /^(\d+)-([a-z0-9_]+)$/.exec(useAddress().search.get("cell") ?? "");
  return found === null ? null : { person: Number(found[1]), stage: found[2] ?? "" };
}

function titleOf(board: HealthBoard | undefined, cell: { person: number; stage: string }): string {
  const person = board?.rows.find((row) => row.person.id === cell.person)?.person.name ?? "";
  const stage = board?.stages.find((one) => one.key === cell.stage)?.label ?? "";
  return `${person} · ${stage}`;
}

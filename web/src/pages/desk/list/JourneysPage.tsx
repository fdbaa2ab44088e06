import type { ObjectDef } from "@/features/objects/api";
import { OfObject } from "@/features/objects/desk/OfObject";
import { useProcesses } from "@/features/process/api";
import type { ProcessDef } from "@/features/process/shapes";
import { condition, filtersOf } from "@/features/records/asked";
import { say } from "@/lib/i18n";
import { setSearch, useAddress } from "@/lib/router";
import { Board } from "@/pages/desk/list/Board";
import { Filters } from "@/pages/desk/list/Filters";
import { RecordTable, Total } from "@/pages/desk/list/RecordTable";
import { useListWords } from "@/pages/desk/list/words";
import { Segmented } from "@/ui/desk/choosers";
import { PageHeader } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded } from "@/ui/desk/states";
import "@/pages/desk/list/list.css";

/** Every journey of a process: as a list, or on a board by stage. */
export function JourneysPage() {
  const t = useListWords();
  const { search } = useAddress();
  const processes = useProcesses();
  return (
    <Loaded of={processes}>
      {(all) => {
        const process = all.find((one) => one.key === search.get("process")) ?? all[0];
        if (process === undefined) return <EmptyState title={t.noProcess} hint={t.noProcessHint} />;
        return (
          <OfObject of={process.object} key={process.key}>
            {(object) => <Journeys object={object} process={process} all={all} />}
          </OfObject>
        );
      }}
    </Loaded>
  );
}

interface Props {
  object: ObjectDef;
  process: ProcessDef;
  all: readonly ProcessDef[];
}

function Journeys({ object, process, all }: Props) {
  const t = useListWords();
  const { search } = useAddress();
  const filters = filtersOf(search);
  const board = search.get("view") === "board";
  const asked = {
    q: filters.q,
    where: condition(board ? { ...filters, stage: null, outcome: "open" } : filters),
    sort: filters.sort,
  };
  return (
    <div className="list-page">
      <PageHeader title={t.title(say(object.label))} finding={<Total object={object.key} asked={asked} />}>
        {all.length > 1 ? (
          <Segmented
            label={t.title("")}
            value={process.key}
            onChange={(key) => {
              setSearch({ process: key, stage: null });
            }}
            options={all.map((one) => ({ value: one.key, label: one.label }))}
          />
        ) : null}
        <Segmented
          label={t.view}
          value={board ? "board" : "list"}
          onChange={(view) => {
            setSearch({ view: view === "board" ? view : null });
          }}
          options={[
            { value: "list", label: t.list },
            { value: "board", label: t.board },
          ]}
        />
      </PageHeader>
      <Filters object={object} filters={filters} process={process} board={board} />
      {board ? (
        <Board object={object} process={process} asked={asked} />
      ) : (
        <RecordTable object={object} asked={asked} process={process} />
      )}
    </div>
  );
}

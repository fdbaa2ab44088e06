import { useEffect, useState } from "react";

import type { ObjectDef } from "@/features/objects/api";
import { usePeople } from "@/features/org/api";
import type { ProcessDef } from "@/features/process/shapes";
import type { Filters as Set } from "@/features/records/asked";
import { FilterBar } from "@/features/records/desk/FilterBar";
import { setSearch } from "@/lib/router";
import { useShared } from "@/lib/words/shared";
import { useListWords } from "@/pages/desk/list/words";
import { Button } from "@/ui/desk/Button";
import { Select } from "@/ui/desk/choosers";
import { useKit } from "@/ui/kit";

interface Props {
  object: ObjectDef;
  filters: Set;
  process: ProcessDef | undefined;
  /** A board has its stages as columns and shows what is open. */
  board?: boolean;
}

/** What a list is narrowed by; all of it stands in the address. */
export function Filters({ object, filters, process, board = false }: Props) {
  const t = useListWords();
  const people = usePeople().data ?? [];
  const narrowed =
    filters.conditions.length > 0 ||
    [filters.q, filters.stage, filters.owner, filters.outcome, filters.level].some(Boolean);
  const set = (name: string) => (value: string | null) => {
    setSearch({ [name]: value });
  };
  return (
    <div className="bar">
      <WordsBox value={filters.q} />
      {process === undefined ? null : <JourneyFilters filters={filters} process={process} board={board} />}
      <Select
        label={t.owner}
        value={filters.owner}
        onChange={set("owner")}
        clearable
        options={people.map((person) => ({ value: String(person.id), label: person.name }))}
      />
      <FilterBar
        object={object}
        conditions={filters.conditions}
        onChange={(conditions) => {
          setSearch({ where: conditions.length === 0 ? null : JSON.stringify(conditions) });
        }}
      />
      {narrowed ? (
        <Button
          look="quiet"
          onClick={() => {
            setSearch({ q: null, stage: null, owner: null, outcome: null, level: null, where: null });
          }}
        >
          {t.clear}
        </Button>
      ) : null}
    </div>
  );
}

function JourneyFilters({ filters, process, board }: { filters: Set; process: ProcessDef; board: boolean }) {
  const t = useListWords();
  const shared = useShared();
  const set = (name: string) => (value: string | null) => {
    setSearch({ [name]: value });
  };
  return (
    <>
      {board ? null : (
        <>
          <Select
            label={t.stage}
            value={filters.stage}
            onChange={set("stage")}
            clearable
            options={process.stages.map((stage) => ({ value: stage.key, label: stage.label }))}
          />
          <Select
            label={t.outcome}
            width={110}
            value={filters.outcome}
            onChange={set("outcome")}
            clearable
            options={(["open", "won", "lost"] as const).map((key) => ({ value: key, label: shared.outcomes[key] }))}
          />
        </>
      )}
      <Select
        label={t.level}
        value={filters.level}
        onChange={set("level")}
        clearable
        options={(["red", "day", "ok"] as const).map((key) => ({ value: key, label: t.levels[key] }))}
      />
    </>
  );
}

function WordsBox({ value }: { value: string }) {
  const t = useListWords();
  const { Text } = useKit();
  const [typed, setTyped] = useState(value);
  const [asked, setAsked] = useState(value);
  if (value !== asked) {
    // The filter was set from elsewhere, by the button that clears them all or by a link.
    setAsked(value);
    setTyped(value);
  }
  useEffect(() => {
    const timer = setTimeout(() => {
      if (typed !== value) setSearch({ q: typed });
    }, 250);
    return () => {
      clearTimeout(timer);
    };
  }, [typed, value]);
  return (
    <span className="list-words">
      <label className="vh" htmlFor="list-words">
        {t.q}
      </label>
      <Text id="list-words" value={typed} onChange={setTyped} placeholder={t.q} />
    </span>
  );
}

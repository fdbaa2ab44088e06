import { useCallback, useState } from "react";

import { columnsOf, type Field, type ObjectDef } from "@/features/objects/api";
import { FieldValue } from "@/features/objects/FieldForm";
import { typeOf } from "@/features/objects/field-types";
import { useRight } from "@/features/org/api";
import type { ProcessDef } from "@/features/process/shapes";
import { useRecords, useTotal, type Asked, type RecordItem } from "@/features/records/api";
import { say, useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { Link, navigate, setSearch } from "@/lib/router";
import { when } from "@/lib/time";
import { useShared } from "@/lib/words/shared";
import { StageStatus } from "@/pages/desk/list/StageStatus";
import { useListWords } from "@/pages/desk/list/words";
import { Button } from "@/ui/desk/Button";
import { EmptyState, Loaded } from "@/ui/desk/states";
import { VirtualTable, type Column } from "@/ui/desk/VirtualTable";

interface Props {
  object: ObjectDef;
  asked: Asked;
  process: ProcessDef | undefined;
}

/** The rows of a list, more of them as one scrolls. */
export function RecordTable({ object, asked, process }: Props) {
  const records = useRecords(object.key, { ...asked, fields: columnsOf(object) });
  const columns = useColumns(object, process);
  const { hasNextPage, isFetching, fetchNextPage } = records;
  const more = useCallback(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  return (
    <Loaded of={records} rows={12}>
      {({ pages }) => {
        const rows = pages.flatMap((page) => page.items);
        if (rows.length === 0)
          return <Nothing object={object} narrowed={asked.q !== "" || asked.where !== undefined} />;
        return (
          <VirtualTable
            label={say(object.plural)}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.id}
            sort={asked.sort ?? "-updated_at"}
            onSort={(sort) => {
              setSearch({ sort });
            }}
            onOpen={(row) => {
              navigate(`/r/${object.key}/${row.id}`);
            }}
            onEnd={more}
          />
        );
      }}
    </Loaded>
  );
}

function useColumns(object: ObjectDef, process: ProcessDef | undefined): readonly Column<RecordItem>[] {
  const t = useListWords();
  const lang = useLang();
  const title: Column<RecordItem> = {
    key: "title",
    label: say(object.fields.find((field) => field.key === object.title)?.label),
    share: 2.4,
    sort: object.title,
    show: (row) => (
      <Link to={`/r/${object.key}/${row.id}`} title={row.title}>
        {row.title}
      </Link>
    ),
  };
  const keys = object.list_columns.filter((key) => key !== object.title);
  const own = keys.flatMap((key) => object.fields.find((field) => field.key === key) ?? []).map(fieldColumn);
  const journey: Column<RecordItem>[] =
    process === undefined
      ? []
      : [
          {
            key: "stage",
            label: t.stage,
            share: 1.8,
            sort: "journey.due_at",
            show: (row) => <StageStatus beside={row.journey} process={process} />,
          },
        ];
  return [
    title,
    ...journey,
    ...own,
    { key: "owner", label: t.owner, share: 1, show: (row) => row.owner.name ?? "" },
    { key: "updated", label: t.updated, share: 1, sort: "updated_at", show: (row) => when(row.updated_at, lang) },
  ];
}

function fieldColumn(field: Field): Column<RecordItem> {
  const type = typeOf(field);
  return {
    key: field.key,
    label: say(field.label),
    share: 1.2,
    end: type.end ?? false,
    ...(field.sortable === true ? { sort: field.key } : {}),
    show: (row) =>
      (row.values[field.key] ?? null) === null ? null : <FieldValue field={field} value={row.values[field.key]} />,
  };
}

function Nothing({ object, narrowed }: { object: ObjectDef; narrowed: boolean }) {
  const t = useListWords();
  const imports = useRight("import.run");
  if (narrowed) return <EmptyState title={t.noMatch} hint={t.noMatchHint} />;
  return (
    <EmptyState title={t.noneTitle(say(object.label))} hint={t.noneHint}>
      {imports ? (
        <Button
          onClick={() => {
            navigate(`/import?object=${object.key}`);
          }}
        >
          {t.doImport}
        </Button>
      ) : null}
    </EmptyState>
  );
}

/** How many there are: the server counts only when one asks, for counting a million takes its time. */
export function Total({ object, asked }: { object: string; asked: Asked }) {
  const t = useListWords();
  const shared = useShared();
  const lang = useLang();
  const key = JSON.stringify(asked);
  const [wanted, setWanted] = useState<string | null>(null);
  const total = useTotal(object, asked, wanted === key);
  if (wanted === key && total.data !== undefined) return t.count(count(total.data, lang));
  return (
    <button
      type="button"
      className="count-ask"
      onClick={() => {
        setWanted(key);
      }}
    >
      {wanted === key ? shared.loading : t.countAsk}
    </button>
  );
}

import { useMetricWords } from "@/features/metrics/words";
import { useTeams } from "@/features/org/api";
import { useChoices, type PageAsked } from "@/features/reports/api";
import type { Dashboard } from "@/features/reports/shapes";
import { useReportWords } from "@/features/reports/words";
import { setSearch, useAddress } from "@/lib/router";
import { Segmented, Select } from "@/ui/desk/choosers";

const periods = ["week", "month", "quarter", "year", "all"] as const;

/** What the address asks of a whole page: which days, whose, and which records. */
export function usePageAsked(): PageAsked {
  const { search } = useAddress();
  const only = search.get("only");
  return {
    period: search.get("period"),
    team: search.get("team"),
    only: only === null || only.endsWith(":") ? [] : [only],
  };
}

/** The filter of the whole page; it stands in the address, so that what one sees can be sent as a link. */
export function FilterBar({ board, asked }: { board: Dashboard; asked: PageAsked }) {
  const t = useReportWords();
  const metric = useMetricWords();
  return (
    <div className="bar">
      <Segmented
        label={metric.period}
        value={asked.period ?? ""}
        onChange={(period) => {
          setSearch({ period });
        }}
        options={[
          { value: "", label: t.asSet },
          ...periods.map((period) => ({ value: period, label: metric.periods[period] })),
        ]}
      />
      <TeamFilter team={asked.team} />
      {board.fields.length === 0 ? null : <FieldFilter board={board} />}
    </div>
  );
}

function TeamFilter({ team }: { team: string | null }) {
  const t = useMetricWords();
  const teams = useTeams().data ?? [];
  if (teams.length < 2) return null;
  return (
    <Select
      label={t.team}
      value={team}
      clearable
      options={teams.map(({ id, name }) => ({ value: String(id), label: name }))}
      onChange={(chosen) => {
        setSearch({ team: chosen });
      }}
    />
  );
}

/** First by which field, then which of its values. */
function FieldFilter({ board }: { board: Dashboard }) {
  const t = useReportWords();
  const [field = "", value = ""] = (useAddress().search.get("only") ?? "").split(":", 2);
  return (
    <>
      <Select
        label={t.filterBy}
        value={orNull(field)}
        clearable
        options={board.fields.map(({ key, label }) => ({ value: key, label }))}
        onChange={(key) => {
          setSearch({ only: key === null ? null : `${key}:` });
        }}
      />
      {field === "" ? null : <ValueFilter board={board.key} field={field} value={orNull(value)} />}
    </>
  );
}

function ValueFilter({ board, field, value }: { board: string; field: string; value: string | null }) {
  const t = useReportWords();
  const choices = useChoices(board, field).data ?? [];
  return (
    <Select
      label={t.filterTo}
      width={200}
      value={value}
      clearable
      options={choices.map((one) => ({ value: one.value, label: `${one.label} (${one.count})` }))}
      onChange={(chosen) => {
        setSearch({ only: `${field}:${chosen ?? ""}` });
      }}
    />
  );
}

function orNull(text: string): string | null {
  return text === "" ? null : text;
}

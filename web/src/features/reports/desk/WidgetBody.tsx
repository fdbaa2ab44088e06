import { FunnelBars, FunnelTable } from "@/features/metrics/desk/FunnelView";
import { HealthTable } from "@/features/metrics/desk/HealthTable";
import { numberSaid } from "@/features/metrics/said";
import type { Funnel, HealthBoard, MetricAnswer } from "@/features/metrics/shapes";
import { AnswerTable } from "@/features/reports/desk/AnswerTable";
import { Bars, Heat, Line } from "@/features/reports/desk/Charts";
import { LongestList } from "@/features/reports/desk/LongestList";
import type { Look, Mark, WidgetShown } from "@/features/reports/shapes";
import { useReportWords } from "@/features/reports/words";
import { useLang } from "@/lib/i18n";

/** What somebody wants to see the records of. */
export type Opened =
  | { readonly do: "rows"; readonly title: string; readonly group?: string; readonly week?: string }
  | { readonly do: "cell"; readonly title: string; readonly person: number; readonly stage: string }
  | { readonly do: "stage"; readonly title: string; readonly stage: string };

interface Props {
  shown: WidgetShown;
  /** Show the numbers as a table instead of the picture. */
  table: boolean;
  onOpen: (opened: Opened) => void;
}

/** What a widget shows: its sentence, and the picture or the table. */
export function WidgetBody({ shown, table, onOpen }: Props) {
  const { answer, funnel, health } = shown;
  return (
    <>
      {answer !== null && shown.look === "number" && !table ? (
        <Figure answer={answer} shown={shown} onOpen={onOpen} />
      ) : null}
      <p className="widget-said">{shown.sentence}</p>
      {health === null ? null : <Health board={health} onOpen={onOpen} />}
      {funnel === null ? null : <OfFunnel funnel={funnel} look={table ? "table" : shown.look} onOpen={onOpen} />}
      {answer === null ? null : <OfMetric answer={answer} shown={shown} table={table} onOpen={onOpen} />}
    </>
  );
}

function Figure({ answer, shown, onOpen }: Omit<Props, "table"> & { answer: MetricAnswer }) {
  const lang = useLang();
  return (
    <button
      type="button"
      className="widget-number"
      onClick={() => {
        onOpen({ do: "rows", title: shown.title });
      }}
    >
      {numberSaid(answer, answer, lang)}
    </button>
  );
}

function OfFunnel({ funnel, look, onOpen }: { funnel: Funnel; look: Look; onOpen: Props["onOpen"] }) {
  if (look === "list") return <LongestList funnel={funnel} />;
  if (funnel.started === 0) return null;
  if (look === "table") return <FunnelTable funnel={funnel} />;
  return (
    <FunnelBars
      funnel={funnel}
      chosen={null}
      onChoose={(stage) => {
        const label = funnel.stages.find(({ key }) => key === stage)?.label ?? stage;
        onOpen({ do: "stage", title: label, stage });
      }}
    />
  );
}

function OfMetric({ answer, shown, table, onOpen }: Props & { answer: MetricAnswer }) {
  const { look, spec } = shown;
  if ((look === "number" && !table) || (answer.rows.length === 0 && answer.count === 0)) return null;
  const Chart = table ? undefined : charts[look];
  if (spec === null || Chart === undefined) return <Numbers answer={answer} shown={shown} onOpen={onOpen} />;
  return (
    <Chart
      spec={spec}
      onOpen={({ key, label, column }: Mark) => {
        onOpen({ do: "rows", title: label, group: key, ...(column === undefined ? {} : { week: column }) });
      }}
    />
  );
}

function Numbers({ answer, shown, onOpen }: Omit<Props, "table"> & { answer: MetricAnswer }) {
  const t = useReportWords();
  return (
    <AnswerTable
      answer={answer}
      by={shown.by?.label ?? t.value}
      onOpen={(row) => {
        if (row === null) onOpen({ do: "rows", title: shown.title });
        else onOpen({ do: "rows", title: row.label, group: row.key === null ? "" : String(row.key) });
      }}
    />
  );
}

const charts: Readonly<Partial<Record<Look, typeof Bars>>> = { bar: Bars, line: Line, heat: Heat };

/** Whether a widget has both a picture and a table. */
export function switches(shown: WidgetShown): boolean {
  if (shown.funnel !== null) return shown.look === "funnel" && shown.funnel.started > 0;
  return shown.answer !== null && shown.answer.rows.length > 0 && shown.look !== "table";
}

function Health({ board, onOpen }: { board: HealthBoard; onOpen: Props["onOpen"] }) {
  if (board.rows.length === 0) return null;
  return (
    <HealthTable
      board={board}
      onOpen={(person, stage) => {
        const who = board.rows.find((row) => row.person.id === person)?.person.name ?? "";
        const where = board.stages.find(({ key }) => key === stage)?.label ?? stage;
        onOpen({ do: "cell", title: `${who} · ${where}`, person, stage });
      }}
    />
  );
}

import { numberSaid, said } from "@/features/metrics/said";
import type { MetricAnswer, MetricRow } from "@/features/metrics/shapes";
import { useMetricWords } from "@/features/metrics/words";
import { useReportWords } from "@/features/reports/words";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { Button } from "@/ui/desk/Button";

interface Props {
  answer: MetricAnswer;
  by: string;
  onOpen: (row: Pick<MetricRow, "key" | "label"> | null) => void;
}

/** The same numbers as a table, the whole in its last row. */
export function AnswerTable({ answer, by, onOpen }: Props) {
  const t = useReportWords();
  const metric = useMetricWords();
  const lang = useLang();
  const averages = answer.median !== null || answer.rows.some(({ median }) => median !== null);
  const whole: MetricRow = { ...answer, label: t.all, share: null };
  const numbers = (row: MetricRow) => (
    <>
      <td className="num">{numberSaid(row, answer, lang)}</td>
      {averages ? <td className="num">{said(row.median, answer.unit, answer.currency, lang)}</td> : null}
      <td className="num">{count(row.count, lang)}</td>
    </>
  );
  return (
    <div className="facts-scroll">
      <table className="facts-table">
        <thead>
          <tr>
            <th scope="col">{by}</th>
            <th scope="col" className="num">
              {averages ? metric.meanShort : metric.value}
            </th>
            {averages ? (
              <th scope="col" className="num">
                {metric.medianShort}
              </th>
            ) : null}
            <th scope="col" className="num">
              {metric.count}
            </th>
          </tr>
        </thead>
        <tbody>
          {answer.rows.map((row) => (
            <tr key={String(row.key)}>
              <th scope="row">
                <Button
                  look="quiet"
                  size="small"
                  onClick={() => {
                    onOpen(row);
                  }}
                >
                  {row.label || metric.unknown}
                </Button>
              </th>
              {numbers(row)}
            </tr>
          ))}
          <tr>
            <th scope="row">
              <Button
                look="quiet"
                size="small"
                onClick={() => {
                  onOpen(null);
                }}
              >
                {t.all}
              </Button>
            </th>
            {numbers(whole)}
          </tr>
        </tbody>
      </table>
    </div>
  );
}

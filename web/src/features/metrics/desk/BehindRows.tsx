import { useBehind, type Asked } from "@/features/metrics/api";
import { said } from "@/features/metrics/said";
import type { Behind, MetricAnswer } from "@/features/metrics/shapes";
import { useMetricWords } from "@/features/metrics/words";
import { useLang } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { stamp } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { Loaded } from "@/ui/desk/states";

interface Props {
  metric: string;
  title: string;
  asked: Asked & { group?: string };
  answer: Pick<MetricAnswer, "unit" | "currency"> | undefined;
}

/** The records that a number is made of, each with what it adds; a group of them where one is asked for. */
export function BehindRows({ metric, title, asked, answer }: Props) {
  const t = useMetricWords();
  const rows = useBehind(metric, asked);
  return (
    <section className="metric-behind">
      <h3>{title}</h3>
      <Loaded of={rows} rows={5}>
        {({ pages }) => <Rows rows={pages.flatMap((page) => page.items)} answer={answer} />}
      </Loaded>
      {rows.hasNextPage ? (
        <Button
          look="quiet"
          wide
          busy={rows.isFetchingNextPage}
          onClick={() => {
            void rows.fetchNextPage();
          }}
        >
          {t.more}
        </Button>
      ) : null}
    </section>
  );
}

function Rows({ rows, answer }: { rows: readonly Behind[]; answer: Props["answer"] }) {
  const t = useMetricWords();
  const lang = useLang();
  // Of a rate a single row has no part: it counts, or it does not.
  const share = ({ value }: Behind, { unit, currency }: Pick<MetricAnswer, "unit" | "currency">) =>
    unit === "percent" && value !== null ? t.counts(value > 0) : said(value, unit, currency, lang);
  const when = (row: Behind) => (row.at === null ? row.owner.name : `${row.owner.name} · ${stamp(row.at, lang)}`);
  return (
    <ul className="stuck">
      {rows.map((row) => (
        <li key={row.row_id}>
          <Link to={`/r/${row.object}/${row.id}`}>{row.title}</Link>
          <span>{answer === undefined ? "" : share(row, answer)}</span>
          <small>{when(row)}</small>
        </li>
      ))}
    </ul>
  );
}

import { usePathWords } from "@/features/metrics/path-words";
import type { Reach, Variant, Variants } from "@/features/metrics/shapes";
import { useLang } from "@/lib/i18n";
import { count, percent } from "@/lib/numbers";
import { Button } from "@/ui/desk/Button";
import "@/features/metrics/desk/paths.css";

/** The most frequent ways from beginning to end; each opens the journeys that went it. */
export function VariantList({ found, onOpen }: { found: Variants; onOpen: (row: Variant, name: string) => void }) {
  const t = usePathWords();
  const lang = useLang();
  const rest = found.different - found.rows.length;
  return (
    <>
      <p className="metric-sentence">{found.sentence}</p>
      <ol className="ways">
        {found.rows.map((row, i) => (
          <li key={row.key}>
            <div className="way-head">
              <Button
                look="quiet"
                size="small"
                onClick={() => {
                  onOpen(row, t.variant(i + 1));
                }}
              >
                {t.variant(i + 1)}
              </Button>
              <b>{t.cases(count(row.count, lang), percent(row.share / 100, 1))}</b>
            </div>
            <span className="way-steps">{row.steps.map((step) => step.label).join(" → ")}</span>
            <small>{t.took(row.mean_words, row.median_words)}</small>
          </li>
        ))}
      </ol>
      {rest > 0 ? <p className="muted">{t.more(count(rest, lang))}</p> : null}
    </>
  );
}

/** How many journeys come to each stage, and how many more than once. */
export function ReachTable({ rows }: { rows: readonly Reach[] }) {
  const t = usePathWords();
  const lang = useLang();
  return (
    <div className="facts-scroll">
      <table className="facts-table">
        <thead>
          <tr>
            <th scope="col">{t.stage}</th>
            {[t.journeys, t.visits, t.repeated].map((head) => (
              <th key={head} scope="col" className="num">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.stage.key}>
              <th scope="row">{row.stage.label}</th>
              {[row.journeys, row.visits, row.repeated].map((number, i) => (
                <td key={i} className="num">
                  {count(number, lang)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

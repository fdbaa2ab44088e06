import type { Transition } from "@/features/metrics/shapes";
import { usePathWords } from "@/features/metrics/path-words";
import { useLang } from "@/lib/i18n";
import { count, percent } from "@/lib/numbers";
import { Button } from "@/ui/desk/Button";
import { Status } from "@/ui/Status";
import "@/features/metrics/desk/paths.css";

interface Props {
  rows: readonly Transition[];
  onOpen: (row: Transition) => void;
}

/** Every step with its mean and its median side by side; where they lie far apart, in words why that matters. */
export function TransitionTable({ rows, onOpen }: Props) {
  const t = usePathWords();
  return (
    <div className="facts-scroll">
      <table className="facts-table paths">
        <thead>
          <tr>
            <th scope="col">{t.step}</th>
            {[t.times, t.mean, t.median, t.share].map((head) => (
              <th key={head} scope="col" className="num">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.frm.key} ${row.to.key}`} row={row} onOpen={onOpen} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ row, onOpen }: { row: Transition; onOpen: (row: Transition) => void }) {
  const t = usePathWords();
  const lang = useLang();
  const kind = t.kinds[row.kind];
  return (
    <tr>
      <th scope="row">
        <Button
          look="quiet"
          size="small"
          onClick={() => {
            onOpen(row);
          }}
        >
          <span className="path-step">{t.arrow(row.frm.label, row.to.label)}</span>
        </Button>
        {kind === "" ? null : <small className="path-kind">{kind}</small>}
        {row.note === null ? null : (
          <small className="path-note">
            <Status tone="warn">{row.note}</Status>
          </small>
        )}
      </th>
      <td className="num nowrap">{count(row.count, lang)}</td>
      <td className="num nowrap">{row.mean_words}</td>
      <td className="num nowrap">
        <b>{row.median_words}</b>
      </td>
      <td className="num nowrap">{percent(row.share / 100, 1)}</td>
    </tr>
  );
}

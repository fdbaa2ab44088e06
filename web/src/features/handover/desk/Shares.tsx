import type { Share } from "@/features/handover/api";
import { useHandoverWords } from "@/features/handover/words";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";

/** Who gets what. */
export function Shares({ shares }: { shares: readonly Share[] }) {
  const t = useHandoverWords();
  const lang = useLang();
  return (
    <table className="handover-table">
      <thead>
        <tr>
          {[t.person, t.records, t.tasks, t.reviews, t.turnsShort, t.alerts].map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shares.map((one) => (
          <tr key={one.person.id}>
            <th scope="row">{one.person.name}</th>
            {[one.records, one.tasks, one.reviews, one.turns, one.alerts].map((n, place) => (
              <td key={place}>{count(n, lang)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

import type { Estate } from "@/features/handover/api";
import { useHandoverWords } from "@/features/handover/words";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { Card } from "@/ui/desk/PageHeader";
import { Status } from "@/ui/Status";

/** All that goes along, counted. */
export function Goods({ estate }: { estate: Estate }) {
  const t = useHandoverWords();
  const lang = useLang();
  const kinds: Readonly<Record<string, string>> = t.taskKinds;
  const rows: readonly (readonly [string, number, string | null])[] = [
    ...estate.records.map((one) => [one.label, one.count, null] as const),
    [t.journeys, estate.journeys, estate.overdue > 0 ? t.overdue(count(estate.overdue, lang)) : null],
    ...estate.tasks.map((one) => [kinds[one.key] ?? t.tasks, one.count, null] as const),
    [t.reviews, estate.reviews, null],
    [t.turns, estate.turns, null],
    [t.alerts, estate.alerts, null],
  ];
  return (
    <Card title={t.whatGoes}>
      <table className="handover-table">
        <thead>
          <tr>
            <th scope="col">{t.kind}</th>
            <th scope="col">{t.amount}</th>
          </tr>
        </thead>
        <tbody>
          {rows
            .filter(([, n]) => n > 0)
            .map(([label, n, red]) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>
                  {count(n, lang)} {red === null ? null : <Status tone="bad">{red}</Status>}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      {estate.leads.length === 0 ? null : (
        <p className="muted" role="note">
          {t.leads(estate.leads.join(lang === "zh" ? "、" : ", "))}
        </p>
      )}
    </Card>
  );
}

import { useAlertWords } from "@/features/design/words/alerts";
import { useLoad } from "@/features/notices/load";
import { Link } from "@/lib/router";
import { Loaded } from "@/ui/desk/states";

const named = 3;

/** How much each person was told of late: what every limit costs in attention. */
export function LoadTable() {
  const t = useAlertWords();
  return (
    <section className="design-panel" aria-label={t.load}>
      <h2>{t.load}</h2>
      <Loaded of={useLoad()}>
        {({ days, items }) =>
          items.length === 0 ? (
            <p className="muted">{t.nobody}</p>
          ) : (
            <>
              <p className="muted">{t.loadHint(days)}</p>
              <table className="load">
                <thead>
                  <tr>
                    <th scope="col">{t.person}</th>
                    <th scope="col">{t.aDay}</th>
                    <th scope="col">{t.urgent}</th>
                    <th scope="col">{t.interrupted}</th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((one) => (
                    <tr key={one.person_id}>
                      <th scope="row">{one.name}</th>
                      <td>{one.notices_a_day}</td>
                      <td>{Math.round((one.urgent / Math.max(days, 1)) * 10) / 10}</td>
                      <td>{one.interruptions_a_day}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          )
        }
      </Loaded>
    </section>
  );
}

/** The same in a line, beside where limits are set and before they are released. */
export function LoadLine({ draft }: { draft: number }) {
  const t = useAlertWords();
  const items = useLoad().data?.items ?? [];
  const most = items.slice(0, named).filter((one) => one.notices_a_day > 0);
  if (most.length === 0) return null;
  const people = most.map((one) => t.each(one.name, one.notices_a_day)).join(t.between);
  return (
    <p className="muted">
      {t.busiest(people)} <Link to={`/design/${draft}/notices`}>{t.see}</Link>
    </p>
  );
}

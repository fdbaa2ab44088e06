import { teamsOf } from "@/features/design/desk/pilot/PilotBar";
import { PilotView, tones } from "@/features/design/desk/pilot/PilotView";
import { usePilots, type Pilot } from "@/features/design/pilots";
import { usePilotWords } from "@/features/design/words/pilots";
import { useLang } from "@/lib/i18n";
import { Link, useAddress } from "@/lib/router";
import { stamp } from "@/lib/time";
import { Card, PageHeader } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded } from "@/ui/desk/states";
import { Status } from "@/ui/Status";
import "@/features/design/desk/design.css";
import "@/features/design/desk/pilot/pilot.css";

/** The pilot that runs, or the one that was asked for; and those before it. */
export function PilotPage() {
  const wanted = Number(useAddress().search.get("id") ?? 0);
  return <Loaded of={usePilots()}>{(pilots) => <Chosen pilots={pilots} wanted={wanted} />}</Loaded>;
}

function Chosen({ pilots, wanted }: { pilots: readonly Pilot[]; wanted: number }) {
  const t = usePilotWords();
  const shown = pilots.find(({ id }) => id === wanted) ?? pilots[0];
  if (shown === undefined) {
    return (
      <>
        <PageHeader title={t.none}>
          <Link to="/design">{t.back}</Link>
        </PageHeader>
        <section className="card">
          <EmptyState title={t.none} hint={t.noneHint} />
        </section>
      </>
    );
  }
  const others = pilots.filter(({ id }) => id !== shown.id);
  return (
    <>
      <PilotView key={shown.id} id={shown.id} />
      {others.length === 0 ? null : <Others pilots={others} />}
    </>
  );
}

function Others({ pilots }: { pilots: readonly Pilot[] }) {
  const t = usePilotWords();
  const lang = useLang();
  return (
    <Card title={t.earlier}>
      <div className="design-scroll">
        <table className="design-versions">
          <thead>
            <tr>
              {[t.column.version, t.column.teams, t.column.days, t.column.became].map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pilots.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  <Link to={`/design/pilot?id=${one.id}`}>{`v${one.number}`}</Link>
                </th>
                <td>{teamsOf(one, lang)}</td>
                <td className="nowrap">
                  {stamp(one.from_at, lang)} – {stamp(one.ended_at ?? one.from_at, lang)}
                </td>
                <td>
                  <Status tone={tones[one.state]}>{t.over[one.state]}</Status>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

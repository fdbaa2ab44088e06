import { useNudge, useTeamDay } from "@/features/agenda/api";
import { useDayWords } from "@/features/agenda/words";
import { useLang } from "@/lib/i18n";
import { Link, navigate } from "@/lib/router";
import { sentence } from "@/lib/sentence";
import { when } from "@/lib/time";
import { addressOf } from "@/pages/desk/day/DayTable";
import { Button } from "@/ui/desk/Button";
import { Card, PageHeader } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";
import { Status } from "@/ui/Status";
import "@/pages/desk/day/day.css";

type Team = NonNullable<ReturnType<typeof useTeamDay>["data"]>;

/** Who has how much, what is red, and what nobody touches; from here to each one's list. */
export function TeamPage() {
  const t = useDayWords();
  const asked = useTeamDay();
  const people = asked.data?.people ?? [];
  const red = people.reduce((sum, one) => sum + one.tasks_red + one.stages_red, 0);
  return (
    <>
      <PageHeader title={t.team} finding={asked.data === undefined ? undefined : t.teamFinding(people.length, red)}>
        <Link to="/day">{t.toMine}</Link>
      </PageHeader>
      <Loaded of={asked}>
        {(team) =>
          team.people.length === 0 ? (
            <EmptyState title={t.emptyTeam} hint={t.emptyTeamHint}>
              <Button
                look="primary"
                onClick={() => {
                  navigate("/day");
                }}
              >
                {t.toMine}
              </Button>
            </EmptyState>
          ) : (
            <>
              <People team={team} />
              <Untouched team={team} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

function People({ team }: { team: Team }) {
  const t = useDayWords();
  return (
    <div className="day-scroll">
      <table className="day-table" aria-label={t.team}>
        <thead>
          <tr>
            {[t.person, t.red, t.tasks, t.stages, t.untouched].map((one) => (
              <th key={one} scope="col">
                {one}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {team.people.map((one) => {
            const red = one.tasks_red + one.stages_red;
            return (
              <tr key={one.id}>
                <th scope="row">
                  <Link to={`/day?person=${one.id}&view=all`}>{one.name}</Link>
                </th>
                <td>{red === 0 ? "0" : <Status tone="bad">{String(red)}</Status>}</td>
                <td>{one.tasks}</td>
                <td>{one.stages}</td>
                <td>{one.untouched === 0 ? "0" : <Status tone="warn">{String(one.untouched)}</Status>}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Untouched({ team }: { team: Team }) {
  const t = useDayWords();
  const lang = useLang();
  const nudge = useNudge();
  const ask = (person: number, thing: string) => {
    nudge.mutate(
      { person, thing },
      {
        onSuccess: () => {
          toast(t.nudged);
        },
        onError: (error) => {
          const { what, how } = sentence(error, lang);
          toast(`${what}${how}`);
        },
      },
    );
  };
  return (
    <Card title={t.nobody}>
      {team.untouched.length === 0 ? <p className="muted">{t.nobodyNone}</p> : null}
      <ul className="day-untouched">
        {team.untouched.map((one) => (
          <li key={one.thing}>
            <Link to={addressOf(one) ?? "/journeys"}>{one.title}</Link>
            <small>
              {[one.holder?.name ?? "", one.stage, one.due_at === null ? "" : t.since(when(one.due_at, lang))]
                .filter((part) => part !== "")
                .join(" · ")}
            </small>
            {one.holder === null ? null : (
              <Button
                size="small"
                label={`${t.nudge}：${one.title}`}
                onClick={() => {
                  if (one.holder !== null) ask(one.holder.id, one.thing);
                }}
              >
                {t.nudge}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

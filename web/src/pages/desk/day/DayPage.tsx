import { useAside, useDay, useNudge, type Day, type Thing } from "@/features/agenda/api";
import { useDayWords } from "@/features/agenda/words";
import { useMe, usePeople, useRight } from "@/features/org/api";
import { setSearch, Link, navigate, useAddress } from "@/lib/router";
import { DayList } from "@/pages/desk/day/DayList";
import { DayTable } from "@/pages/desk/day/DayTable";
import { useDoing } from "@/pages/desk/day/useDoing";
import { Button } from "@/ui/desk/Button";
import { Segmented } from "@/ui/desk/choosers";
import { PageHeader } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";
import "@/pages/desk/day/day.css";

/** Everything that waits for me, or for somebody whose work I see. */
export function DayPage() {
  const t = useDayWords();
  const { person, name, leads } = useWhose();
  const tab = useAddress().search.get("view") ?? "today";
  const day = useDay(person);
  return (
    <>
      <PageHeader
        title={person === null ? t.title : t.of(name)}
        finding={day.data === undefined ? undefined : t.finding(day.data.red, day.data.today)}
      >
        {leads ? <Link to="/day/team">{t.toTeam}</Link> : null}
      </PageHeader>
      <Loaded of={day}>
        {(found) => (
          <>
            <Tabs day={found} tab={tab} own={person === null} />
            {tab === "put_off" || tab === "given" ? (
              <Aside key={tab} which={tab} />
            ) : (
              <DayList key={`${tab} ${String(person)}`} day={found} person={person} all={tab === "all"} />
            )}
          </>
        )}
      </Loaded>
    </>
  );
}

/** Whose list is asked for: null for one's own. */
function useWhose() {
  const me = useMe().data;
  const people = usePeople().data ?? [];
  const leads = useRight("records.assign");
  const asked = Number(useAddress().search.get("person"));
  const person = asked === 0 || asked === me?.person.id ? null : asked;
  return {
    person,
    name: people.find((one) => one.id === person)?.name ?? "",
    leads,
  };
}

function Tabs({ day, tab, own }: { day: Day; tab: string; own: boolean }) {
  const t = useDayWords();
  const counts = { today: day.today, all: day.all, put_off: day.put_off, given: day.given };
  const shown = own ? (["today", "all", "put_off", "given"] as const) : (["today", "all"] as const);
  return (
    <div className="bar">
      <Segmented
        label={t.view}
        value={tab}
        onChange={(chosen) => {
          setSearch({ view: chosen });
        }}
        options={shown.map((one) => ({ value: one, label: `${t.tabs[one]} ${counts[one]}` }))}
      />
    </div>
  );
}

function Aside({ which }: { which: "put_off" | "given" }) {
  const t = useDayWords();
  const asked = useAside(which, true);
  const doing = useDoing(null);
  const nudge = useNudge();
  const empty = which === "given" ? [t.emptyGiven, t.emptyGivenHint] : [t.emptyPutOff, t.emptyPutOffHint];
  const acts =
    which === "put_off"
      ? {
          takeUp: (thing: Thing) => {
            doing.run({ act: "take_up" }, [thing], t.takeUp);
          },
        }
      : {
          nudge: (thing: Thing) => {
            if (thing.holder === null) return;
            nudge.mutate(
              { person: thing.holder.id, thing: thing.thing },
              {
                onSuccess: () => {
                  toast(t.nudged);
                },
                onError: doing.tell,
              },
            );
          },
        };
  return (
    <Loaded of={asked}>
      {(items) => {
        const shown = items.filter((one) => !doing.hidden.has(one.thing));
        return shown.length === 0 ? (
          <EmptyState title={empty[0] ?? ""} hint={empty[1] ?? ""}>
            <Button
              look="primary"
              onClick={() => {
                navigate("/day?view=all");
              }}
            >
              {t.seeAll}
            </Button>
          </EmptyState>
        ) : (
          <DayTable label={t.tabs[which]} things={shown} at={-1} chosen={null} onChoose={() => undefined} acts={acts} />
        );
      }}
    </Loaded>
  );
}

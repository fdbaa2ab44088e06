import { useState } from "react";

import type { Day, Thing } from "@/features/agenda/api";
import { useDayWords } from "@/features/agenda/words";
import { navigate } from "@/lib/router";
import { isoDay } from "@/lib/time";
import { addressOf, DayTable } from "@/pages/desk/day/DayTable";
import { GiveDialog } from "@/pages/desk/day/GiveDialog";
import { PutOffDialog } from "@/pages/desk/day/PutOffDialog";
import { useListActs, type ListActs } from "@/pages/desk/day/useListActs";
import { Button } from "@/ui/desk/Button";
import { Select } from "@/ui/desk/choosers";
import { useRowKeys, useShortcuts } from "@/ui/desk/keys";
import { EmptyState } from "@/ui/desk/states";

interface Props {
  day: Day;
  person: number | null;
  all: boolean;
}

/** What waits, by kind and customer; one by one, or many at once, by mouse or by single keys. */
export function DayList({ day, person, all }: Props) {
  const t = useDayWords();
  const acts = useListActs(person);
  const [kind, setKind] = useState<string | null>(null);
  const [customer, setCustomer] = useState<string | null>(null);
  const waiting = day.items.filter((one) => (all || isToday(one)) && !acts.hidden.has(one.thing));
  const shown = waiting.filter((one) => kind === null || one.kind === kind).filter(of(customer));
  const at = useKeys(shown, acts, person === null);
  const many = shown.filter((one) => acts.chosen.has(one.thing));
  if (waiting.length === 0) return <Empty all={all} />;
  return (
    <>
      <div className="bar">
        <Select
          clearable
          label={t.kind}
          value={kind}
          onChange={setKind}
          options={unique(waiting.map((one) => one.kind)).map((one) => ({ value: one, label: t.kindOf(one) }))}
        />
        <Select
          clearable
          label={t.customer}
          width={220}
          value={customer}
          onChange={setCustomer}
          options={unique(waiting.map((one) => one.customer?.name ?? ""))
            .filter((one) => one !== "")
            .map((one) => ({ value: one, label: one }))}
        />
        {many.length === 0 ? null : <Many things={many} acts={acts} mine={person === null} />}
      </div>
      <DayTable label={t.title} things={shown} at={at} chosen={acts.chosen} onChoose={acts.choose} acts={acts.row} />
      {day.more ? <p className="muted">{t.more}</p> : null}
      <Questions acts={acts} person={person} />
    </>
  );
}

/** j and k walk, Enter opens, e edits, x chooses; on one's own list d is done and s is later. The row one is at. */
function useKeys(shown: readonly Thing[], acts: ListActs, mine: boolean): number {
  const [at, setAt] = useState(-1);
  const here = shown[at];
  const many = shown.filter((one) => acts.chosen.has(one.thing));
  const meant = many.length > 0 || here === undefined ? many : [here];
  useRowKeys({
    at,
    count: shown.length,
    onMove: setAt,
    onOpen: () => {
      open(here);
    },
  });
  const own = {
    d: () => {
      acts.finish(meant);
    },
    s: () => {
      acts.ask("put_off", meant);
    },
  };
  useShortcuts({
    e: () => {
      open(here, "?edit=1");
    },
    x: () => {
      if (here !== undefined) acts.choose([here.thing], !acts.chosen.has(here.thing));
    },
    ...(mine ? own : {}),
  });
  return at;
}

function Many({ things, acts, mine }: { things: readonly Thing[]; acts: ListActs; mine: boolean }) {
  const t = useDayWords();
  const give = () => {
    acts.ask("give", things);
  };
  const later = () => {
    acts.ask("put_off", things);
  };
  const finish = () => {
    acts.finish(things);
  };
  return (
    <span className="day-many">
      {t.chosen(things.length)}
      {mine ? <Button onClick={finish}>{t.done}</Button> : null}
      {mine ? <Button onClick={later}>{t.putOff}</Button> : null}
      <Button onClick={give}>{t.give}</Button>
    </span>
  );
}

function Questions({ acts, person }: { acts: ListActs; person: number | null }) {
  if (acts.asking === null) return null;
  const count = acts.asking.things.length;
  return acts.asking.what === "put_off" ? (
    <PutOffDialog count={count} onClose={acts.over} onChoose={acts.putOff} />
  ) : (
    <GiveDialog count={count} person={person} onClose={acts.over} onGive={acts.give} />
  );
}

function Empty({ all }: { all: boolean }) {
  const t = useDayWords();
  return (
    <EmptyState title={all ? t.emptyAll : t.empty} hint={all ? t.emptyAllHint : t.emptyHint}>
      <Button
        look="primary"
        onClick={() => {
          navigate(all ? "/journeys" : "/day?view=all");
        }}
      >
        {all ? t.seeDeals : t.seeAll}
      </Button>
    </EmptyState>
  );
}

/** Red, due today, or somebody else has stood still since yesterday. */
function isToday(thing: Thing): boolean {
  if (thing.red || thing.why === "today") return true;
  return thing.why === "others_wait" && thing.due_at === null && isoDay(new Date(thing.made_at)) < isoDay(new Date());
}

function of(customer: string | null): (thing: Thing) => boolean {
  return (thing) => customer === null || thing.customer?.name === customer;
}

function open(thing: Thing | undefined, then = ""): void {
  const to = thing === undefined ? null : addressOf(thing);
  if (to !== null) navigate(`${to}${then}`);
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

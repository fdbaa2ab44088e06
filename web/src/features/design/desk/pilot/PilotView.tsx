import { useState } from "react";

import { ChangeList } from "@/features/design/desk/ChangesView";
import { ChangeEnd, ReleasePilot, TakeBack } from "@/features/design/desk/pilot/EndDialogs";
import { Numbers } from "@/features/design/desk/pilot/Numbers";
import { teamsOf } from "@/features/design/desk/pilot/PilotBar";
import { usePilot, type Pilot, type PilotWhole } from "@/features/design/pilots";
import { useDesignWords } from "@/features/design/words";
import { usePilotWords } from "@/features/design/words/pilots";
import { useLang } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { stamp } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { Card, PageHeader } from "@/ui/desk/PageHeader";
import { Loaded } from "@/ui/desk/states";
import { Status, type Tone } from "@/ui/Status";

type Asking = "release" | "takeBack" | "change";
const dialogs = { release: ReleasePilot, takeBack: TakeBack, change: ChangeEnd };
export const tones: Readonly<Record<Pilot["state"], Tone>> = {
  running: "warn",
  released: "ok",
  taken_back: "idle",
  ended: "idle",
};

/** A pilot: how it stands, its numbers beside the rest, what it changes, and what can be done with it. */
export function PilotView({ id }: { id: number }) {
  const [process, setProcess] = useState<string | null>(null);
  return (
    <Loaded of={usePilot(id, process)} rows={8}>
      {(pilot) => <Whole pilot={pilot} onProcess={setProcess} />}
    </Loaded>
  );
}

function Whole({ pilot, onProcess }: { pilot: PilotWhole; onProcess: (key: string | null) => void }) {
  const t = usePilotWords();
  const designWords = useDesignWords();
  const lang = useLang();
  const [asking, setAsking] = useState<Asking | null>(null);
  const Dialog = asking === null ? null : dialogs[asking];
  const runs = pilot.state === "running";
  return (
    <>
      <PageHeader
        title={t.title(pilot.number)}
        finding={runs ? t.finding(teamsOf(pilot, lang), pilot.base_number) : t.over[pilot.state]}
      >
        <Link to="/design">{t.back}</Link>
        {runs
          ? (["change", "takeBack", "release"] as const).map((act) => (
              <Button
                key={act}
                look={act === "release" ? "primary" : "plain"}
                onClick={() => {
                  setAsking(act);
                }}
              >
                {t[act]}
              </Button>
            ))
          : null}
      </PageHeader>
      <Facts pilot={pilot} />
      <Numbers pilot={pilot} onProcess={onProcess} />
      <Card title={t.plan(pilot.base_number)}>
        <ChangeList changes={pilot.changes} none={designWords.nothingChanges} />
        {pilot.waiting.map((one) => (
          <p key={one} className="muted">
            {one}
          </p>
        ))}
      </Card>
      {Dialog === null ? null : (
        <Dialog
          pilot={pilot}
          onClose={() => {
            setAsking(null);
          }}
        />
      )}
    </>
  );
}

function Facts({ pilot }: { pilot: PilotWhole }) {
  const t = usePilotWords();
  const lang = useLang();
  const runs = pilot.state === "running";
  const rows = [
    [t.state, <Status tone={tones[pilot.state]}>{t.over[pilot.state]}</Status>],
    [t.forTeams, `${teamsOf(pilot, lang)} · ${t.headcount(pilot.people)}`],
    [t.until, runs ? t.untilSaid(pilot.last_day, pilot.days_left) : stamp(pilot.ended_at ?? pilot.from_at, lang)],
    ...(runs ? [[t.then, pilot.then_release ? t.thenSaid.release : t.thenSaid.back]] : []),
    [t.underWay, t.journeys(pilot.under_way.count)],
    [t.begunBy, `${pilot.by} · ${stamp(pilot.from_at, lang)}`],
    ...(pilot.note === "" ? [] : [[t.note, pilot.note]]),
  ] as const;
  return (
    <section className="card">
      <dl className="pilot-facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

import { useState } from "react";

import { usePlan, useRelease } from "@/features/design/api";
import { ChangeList } from "@/features/design/desk/ChangesView";
import { Faults, faultsOf } from "@/features/design/desk/Faults";
import { PilotForm, type Wished } from "@/features/design/desk/pilot/PilotForm";
import { SwitchForm } from "@/features/design/desk/pilot/SwitchForm";
import { useEditor } from "@/features/design/editing";
import { useBeginPilot, useSchedule, useWays, type Ways } from "@/features/design/pilots";
import type { Effect, Fault, Plan } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { usePilotWords } from "@/features/design/words/pilots";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { perform } from "@/lib/perform";
import { refused, Refusal } from "@/lib/refusal";
import { Link, navigate } from "@/lib/router";
import { isoDay } from "@/lib/time";
import { Segmented } from "@/ui/desk/choosers";
import { Modal } from "@/ui/desk/Modal";
import { Loaded, Problem } from "@/ui/desk/states";
import { useKit } from "@/ui/kit";

type Way = "now" | "pilot" | "later";

const twoWeeks = 14;

/** In which of three ways a draft is released: what that would do and to whom; why, in a sentence; and the act. */
export function ReleaseDialog({ onClose }: { onClose: () => void }) {
  const t = useDesignWords();
  const pilotWords = usePilotWords();
  const { LongText } = useKit();
  const { draft, saving } = useEditor();
  const [way, setWay] = useState<Way>("now");
  const [note, setNote] = useState("");
  const [wished, setWished] = useState<Wished>(nothingWished);
  const [moment, setMoment] = useState<string | null>(null);
  const plan = usePlan(draft.id, draft.revision);
  const ways = useWays(draft.id, draft.revision, wished.teams);
  const at = moment ?? (ways.data === undefined ? null : ways.data.first_workday);
  const act = useAct(way, { note: note.trim(), wished, at, onClose });
  const busy = act.busy || saving;
  return (
    <Modal open title={t.releaseTitle} onClose={onClose} width={720} act={{ ...act, ...stopped(act, ways.data), busy }}>
      <Segmented
        label={pilotWords.ways}
        value={way}
        onChange={(chosen) => {
          setWay(chosen as Way);
        }}
        options={(["now", "pilot", "later"] as const).map((value) => ({ value, label: pilotWords.way[value] }))}
      />
      <p className="muted">{pilotWords.hint[way]}</p>
      <OneAtATime running={ways.data?.running} />
      {way === "pilot" ? (
        <Loaded of={ways} rows={4}>
          {(found) => <PilotForm ways={found} wished={wished} onChange={setWished} />}
        </Loaded>
      ) : null}
      {way === "later" ? <SwitchForm at={at} onChange={setMoment} /> : null}
      <Loaded of={plan} rows={4}>
        {(planned) => <Planned plan={planned} refusal={act.error} onGo={onClose} />}
      </Loaded>
      <div className="design-row">
        <label htmlFor="release-note">{t.noteLabel}</label>
        <LongText id="release-note" value={note} onChange={setNote} rows={2} />
      </div>
      <Problem error={act.error} />
    </Modal>
  );
}

/** Nothing is released while a pilot runs. */
function stopped(act: { disabled: boolean }, ways: Ways | undefined) {
  return { disabled: act.disabled || (ways !== undefined && ways.running !== null) };
}

function OneAtATime({ running }: { running: Ways["running"] | undefined }) {
  const t = usePilotWords();
  if (running === undefined || running === null) return null;
  return (
    <p className="design-wrong">
      {t.oneAtATime(running.number)} <Link to="/design/pilot">{t.toPilot}</Link>
    </p>
  );
}

interface Given {
  note: string;
  wished: Wished;
  at: string | null;
  onClose: () => void;
}

/** What the main button says and does in each way. */
function useAct(way: Way, { note, wished, at, onClose }: Given) {
  const t = useDesignWords();
  const pilotWords = usePilotWords();
  const { draft } = useEditor();
  const { revision } = draft;
  const release = useRelease(draft.id);
  const begin = useBeginPilot(draft.id);
  const schedule = useSchedule(draft.id);
  const acts = {
    now: {
      label: t.releaseDo,
      onClick: () => {
        perform(release, { revision, note }, ({ number }) => {
          navigate(`/design?released=${number}`, { replace: true });
        });
      },
      busy: release.isPending,
      disabled: false,
      error: release.error,
    },
    pilot: {
      label: pilotWords.pilotDo,
      onClick: () => {
        const { teams, lastDay, thenRelease: then_release, withRunning: with_running } = wished;
        if (lastDay === null) return;
        perform(begin, { revision, teams, last_day: lastDay, then_release, with_running, note }, () => {
          navigate("/design/pilot", { replace: true });
        });
      },
      busy: begin.isPending,
      disabled: wished.teams.length === 0 || wished.lastDay === null,
      error: begin.error,
    },
    later: {
      label: pilotWords.laterDo,
      onClick: () => {
        if (at !== null) perform(schedule, { revision, at, note }, onClose);
      },
      busy: schedule.isPending,
      disabled: at === null,
      error: schedule.error,
    },
  };
  return acts[way];
}

function nothingWished(): Wished {
  const day = new Date();
  day.setDate(day.getDate() + twoWeeks);
  return { teams: [], lastDay: isoDay(day), thenRelease: false, withRunning: false };
}

function Planned({ plan, refusal, onGo }: { plan: Plan; refusal: unknown; onGo: () => void }) {
  const t = useDesignWords();
  const { draft, body } = useEditor();
  const faults = faultsToSolve(plan, refusal);
  return (
    <div className="design-plan">
      {plan.behind ? <p className="design-wrong">{t.behindHint(draft.live_number)}</p> : null}
      {faults.length === 0 ? null : (
        <section>
          <h3>{t.toSolve}</h3>
          <Faults draft={draft.id} body={body} faults={faults} onGo={onGo} />
        </section>
      )}
      <section>
        <h3>{t.willChange}</h3>
        <ChangeList changes={plan.changes} none={t.nothingChanges} />
      </section>
      <section>
        <h3>{t.affects}</h3>
        {plan.effects.length === 0 ? <p className="muted">{t.affectsNobody}</p> : null}
        <ul className="design-lines">
          {plan.effects.map((effect, i) => (
            <li key={i}>
              <EffectLine effect={effect} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function faultsToSolve(plan: Plan, refusal: unknown): readonly Fault[] {
  return refusal instanceof Refusal && refused(refusal, "blueprint_faulty") ? faultsOf(refusal.facts) : plan.faults;
}

function EffectLine({ effect }: { effect: Effect }) {
  const t = useDesignWords();
  const lang = useLang();
  const more = effect.count - effect.journeys.length;
  return (
    <>
      {effect.words}
      {effect.journeys.length === 0 ? null : (
        <details>
          <summary>{t.journeysCount(count(effect.count, lang))}</summary>
          <ul className="design-journeys">
            {effect.journeys.map((one) => (
              <li key={one.id}>
                <Link to={`/r/${one.object}/${one.record_id}`}>{one.title}</Link>
              </li>
            ))}
            {more > 0 ? <li className="muted">{t.moreJourneys(count(more, lang))}</li> : null}
          </ul>
        </details>
      )}
    </>
  );
}

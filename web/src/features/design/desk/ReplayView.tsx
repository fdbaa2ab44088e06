import { useState } from "react";

import { useReplayWords } from "@/features/design/replay";
import { useReplay } from "@/features/design/replaying";
import { useEditor } from "@/features/design/editing";
import type { Replay, ReplayCase, ReplaySide } from "@/features/design/shapes";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { Link } from "@/lib/router";
import { stamp } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { Segmented } from "@/ui/desk/choosers";
import { Card } from "@/ui/desk/PageHeader";
import { EmptyState, Problem, Skeleton } from "@/ui/desk/states";

const spans = ["30", "90", "180"] as const;
const shownAtOnce = 20;

/** The draft tried on the past: what it would have refused, what would have been red, whom it would have alerted. */
export function ReplayView() {
  const t = useReplayWords();
  const { draft, saving } = useEditor();
  const [days, setDays] = useState<string>("90");
  const [done, setDone] = useState(0);
  const replay = useReplay(draft.id, setDone);
  const stale = replay.data !== undefined && replay.variables.revision !== draft.revision;
  return (
    <div className="design-changes">
      <div className="bar">
        <Segmented
          label={t.howLong}
          value={days}
          onChange={setDays}
          options={spans.map((span) => ({ value: span, label: t.lastDays(Number(span)) }))}
        />
        <Button
          look="primary"
          busy={replay.isPending || saving}
          onClick={() => {
            replay.mutate({ days: Number(days), revision: draft.revision });
          }}
        >
          {stale ? t.again : t.start}
        </Button>
        {stale ? <span className="muted">{t.stale}</span> : null}
      </div>
      <Problem error={replay.error} />
      {replay.isPending ? (
        <div role="status">
          <p className="muted">{t.running}</p>
          <progress className="design-progress" value={done} aria-label={t.running} />
          <Skeleton rows={4} />
        </div>
      ) : replay.data === undefined ? (
        <EmptyState title={t.nothingYet} hint={t.nothingYetHint} />
      ) : (
        <Outcome replay={replay.data} />
      )}
    </div>
  );
}

function Outcome({ replay }: { replay: Replay }) {
  const t = useReplayWords();
  const { live, draft } = replay;
  return (
    <>
      <p className="design-finding">{t.finding(replay)}</p>
      {replay.whole ? null : <p className="muted">{t.notWhole(replay.stays)}</p>}
      <Card title={t.sideBySide}>
        <Numbers live={live} draft={draft} advances={replay.advances} />
      </Card>
      <Card title={t.refusals(draft.refused)}>
        <Cases cases={draft.refusals} all={draft.refused} none={t.noRefusals} when={t.movedAt} />
      </Card>
      <Card title={t.overdue(draft.red)}>
        <Cases cases={draft.overdue} all={draft.red} none={t.noOverdue} when={t.dueAt} />
      </Card>
      <Card title={t.people}>
        <People draft={draft} live={live} />
      </Card>
    </>
  );
}

function busy(side: ReplaySide): number {
  return side.people.filter((person) => person.days_of_many > 0).length;
}

function Numbers({ live, draft, advances }: { live: ReplaySide; draft: ReplaySide; advances: number }) {
  const t = useReplayWords();
  const lang = useLang();
  const rows = [
    [t.refusedOf(advances), live.refused, draft.refused],
    [t.red, live.red, draft.red],
    [t.alerts, live.alerts, draft.alerts],
    [t.busyPeople, busy(live), busy(draft)],
  ] as const;
  return (
    <table className="design-versions">
      <thead>
        <tr>
          <th scope="col">{t.what}</th>
          <th scope="col">{t.underLive}</th>
          <th scope="col">{t.underDraft}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([what, now, then]) => (
          <tr key={what}>
            <th scope="row">{what}</th>
            <td>{count(now, lang)}</td>
            <td>{count(then, lang)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CasesProps {
  cases: readonly ReplayCase[];
  all: number;
  none: string;
  /** What the moment of a case is. */
  when: string;
}

function Cases({ cases, all, none, when }: CasesProps) {
  const t = useReplayWords();
  const lang = useLang();
  const [open, setOpen] = useState(false);
  if (cases.length === 0) return <p className="muted">{none}</p>;
  const asked = cases.some((one) => one.missing.length > 0);
  return (
    <div className="design-scroll">
      <table className="design-versions">
        <thead>
          <tr>
            {[t.deal, t.stage, t.owner, when, ...(asked ? [t.missing] : [])].map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(open ? cases : cases.slice(0, shownAtOnce)).map((one) => (
            <tr key={`${one.journey_id} ${one.stage} ${one.at}`}>
              <td>
                <Link to={`/r/${one.object}/${one.record_id}`}>{one.title}</Link>
              </td>
              <td>{one.stage}</td>
              <td>{one.owner}</td>
              <td>{stamp(one.at, lang)}</td>
              {asked ? <td>{one.missing.join(t.and)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
      {!open && cases.length > shownAtOnce ? (
        <Button
          size="small"
          onClick={() => {
            setOpen(true);
          }}
        >
          {t.more(cases.length - shownAtOnce)}
        </Button>
      ) : null}
      {all > cases.length ? <p className="muted">{t.latest(cases.length, all)}</p> : null}
    </div>
  );
}

function People({ draft, live }: { draft: ReplaySide; live: ReplaySide }) {
  const t = useReplayWords();
  const lang = useLang();
  const now = new Map(live.people.map((person) => [person.name, person]));
  if (draft.people.length === 0) return <p className="muted">{t.noAlerts}</p>;
  return (
    <div className="design-scroll">
      <table className="design-versions">
        <thead>
          <tr>
            {[t.person, t.mostADay, t.daysOfMany, t.allAlerts].map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {draft.people.slice(0, shownAtOnce).map((person) => {
            const before = now.get(person.name);
            return (
              <tr key={person.name}>
                <th scope="row">{person.name}</th>
                <td>{t.against(person.most, before?.most ?? 0)}</td>
                <td>{t.against(person.days_of_many, before?.days_of_many ?? 0)}</td>
                <td>
                  {count(person.alerts, lang)}
                  <span className="muted"> {t.nowIs(before?.alerts ?? 0)}</span>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

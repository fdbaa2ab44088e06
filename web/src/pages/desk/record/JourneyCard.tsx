import type { ObjectDef } from "@/features/objects/api";
import { FieldValue } from "@/features/objects/FieldForm";
import { DeliverableList } from "@/features/process/desk/DeliverableList";
import { BallBar, JourneyRail, StaySentence } from "@/features/process/JourneyRail";
import { MissingList } from "@/features/process/MissingList";
import type { Journey, ProcessDef, StageDef, Stay } from "@/features/process/shapes";
import { hasGuide, StageGuide } from "@/features/process/StageGuide";
import { fixOf, missing, presentStay, toneOf, type Fix } from "@/features/process/way";
import { useProcessWords } from "@/features/process/words";
import { say, useLang } from "@/lib/i18n";
import { duration, stamp } from "@/lib/time";
import { useRecordPageWords } from "@/pages/desk/record/words";
import { Button } from "@/ui/desk/Button";
import { Card } from "@/ui/desk/PageHeader";
import { Status } from "@/ui/Status";

interface Props {
  journey: Journey;
  process: ProcessDef | undefined;
  onFix: (fix: Fix) => void;
}

/** Where the journey stands, and all that it takes to move on. */
export function JourneyCard({ journey, process, object, onFix }: Props & { object: ObjectDef }) {
  const t = useProcessWords();
  const stay = presentStay(journey);
  return (
    <>
      <Card>
        {process === undefined ? null : <JourneyRail journey={journey} process={process} />}
        <div className="journey-now">
          <h2>{journey.stage_label}</h2>
          <StaySentence journey={journey} />
        </div>
        {stay === undefined ? null : <BallBar stays={[stay]} />}
      </Card>
      {journey.outcome === null ? <Gate journey={journey} process={process} onFix={onFix} /> : null}
      <Card title={t.deliverables}>
        <DeliverableList
          handedIn={journey.deliverables}
          confirmations={journey.confirmations}
          showAnswers={(answers) => <Answers object={object} answers={answers} />}
        />
      </Card>
    </>
  );
}

function Gate({ journey, process, onFix }: Props) {
  const t = useProcessWords();
  const { items } = journey.gate;
  const lacking = missing(items).length;
  const stage = process?.stages.find((one) => one.key === journey.stage);
  return (
    <Card
      title={t.gateTitle}
      extra={<Status tone={lacking === 0 ? "ok" : "idle"}>{lacking === 0 ? t.ready : t.missingCount(lacking)}</Status>}
    >
      {items.length === 0 ? (
        <p className="muted">{t.gateEmpty}</p>
      ) : (
        <MissingList items={items} process={process} onFix={onFix} label={t.gateTitle} />
      )}
      {process === undefined || stage === undefined ? null : <HowTo process={process.key} stage={stage} />}
    </Card>
  );
}

function HowTo({ process, stage }: { process: string; stage: StageDef }) {
  const words = useRecordPageWords();
  if (!hasGuide(stage)) return null;
  return (
    <details className="how-to">
      <summary>{words.help}</summary>
      <StageGuide process={process} stage={stage} />
    </details>
  );
}

function Answers({ object, answers }: { object: ObjectDef; answers: Readonly<Record<string, unknown>> }) {
  return (
    <dl className="answers">
      {object.fields
        .filter((field) => field.key in answers)
        .map((field) => (
          <div key={field.key}>
            <dt>{say(field.label)}</dt>
            <dd>
              <FieldValue field={field} value={answers[field.key]} />
            </dd>
          </div>
        ))}
    </dl>
  );
}

/** What lies behind: every stay, exceptions, and evidence still owed from before. */
export function JourneyMore({ journey, process, onFix }: Props) {
  const t = useProcessWords();
  return (
    <>
      {journey.debts.length === 0 ? null : <Debts journey={journey} process={process} onFix={onFix} />}
      {journey.exceptions.length === 0 ? null : <Exceptions journey={journey} />}
      <Card
        title={t.stays}
        extra={<small className="muted">{`${journey.process_label} · ${t.version(journey.version)}`}</small>}
      >
        <Stays journey={journey} />
      </Card>
    </>
  );
}

/** Whether another system tells of this stay: who is responsible here had no part in it. */
function broughtIn(stay: Stay): boolean {
  return stay.holds.length > 0 && stay.holds.every((hold) => hold.cause === "import");
}

function Stays({ journey }: { journey: Journey }) {
  const t = useProcessWords();
  const lang = useLang();
  return (
    <ul className="stays">
      {[...journey.stays].reverse().map((stay) => (
        <li key={stay.id}>
          <div className="stays-head">
            <b>{stay.stage_label}</b>
            <Status tone={toneOf[stay.level]}>{duration(stay.minutes, lang)}</Status>
            <small className="muted">
              {[
                ...(broughtIn(stay) ? [] : [stay.person.name]),
                `${stamp(stay.entered_at, lang)} → ${stay.left_at === null ? t.nowHere : stamp(stay.left_at, lang)}`,
                ...(stay.limit === null ? [] : [t.limit(stay.limit)]),
                ...(stay.opening ? [t.opening] : []),
                ...(stay.left_how === null ? [] : [t.left[stay.left_how]]),
              ].join(" · ")}
            </small>
          </div>
          <BallBar stays={[stay]} />
        </li>
      ))}
    </ul>
  );
}

function Exceptions({ journey }: { journey: Journey }) {
  const t = useProcessWords();
  const lang = useLang();
  return (
    <Card title={t.exceptions}>
      <ul className="stays">
        {journey.exceptions.map((one) => (
          <li key={one.id}>
            <b>{one.stage_label}</b> <small className="muted">{t.by(one.by.name, stamp(one.at, lang))}</small>
            <p>{one.reason}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Debts({ journey, process, onFix }: Props) {
  const t = useProcessWords();
  return (
    <Card title={t.debts}>
      <p className="muted">{t.debtsIntro}</p>
      <ul className="gate">
        {journey.debts.map((debt) => {
          const fix = fixOf({ kind: debt.kind === "field" ? "field" : "deliverable", key: debt.key }, process);
          return (
            <li key={`${debt.stage}-${debt.key}`} className="gate-line">
              <span className="gate-what">
                {debt.label} <small>{debt.stage_label}</small>
              </span>
              {fix === null ? null : (
                <Button
                  size="small"
                  onClick={() => {
                    onFix(fix);
                  }}
                >
                  {t.pay}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

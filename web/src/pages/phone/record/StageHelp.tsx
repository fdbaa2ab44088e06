import { usePhoneProcessWords } from "@/features/process/phone/words";
import type { Journey, ProcessDef } from "@/features/process/shapes";
import { useProcessWords } from "@/features/process/words";

/** How this stage is done: what to say, what to check; and the evidence that is owed from before. */
export function StageHelp({ journey, process }: { journey: Journey; process: ProcessDef | undefined }) {
  const t = usePhoneProcessWords();
  const words = useProcessWords();
  const stage = process?.stages.find((one) => one.key === journey.stage.key);
  const { script = null, checklist = [], reference = null } = stage ?? {};
  const helps = journey.outcome === null && (script !== null || checklist.length > 0);
  return (
    <>
      {helps ? (
        <details className="card help">
          <summary>{t.stageHelp}</summary>
          {script === null ? null : <p className="record-script">{script}</p>}
          {checklist.length === 0 ? null : (
            <ul className="record-list">
              {checklist.map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          )}
          {reference === null ? null : <p className="muted small">{reference}</p>}
        </details>
      ) : null}
      {journey.debts.length === 0 ? null : (
        <details className="card help">
          <summary>{t.debtsCount(journey.debts.length)}</summary>
          <p className="muted small">{words.debtsIntro}</p>
          <ul className="debts">
            {journey.debts.map((debt) => (
              <li key={`${debt.stage.key}-${debt.key}`}>
                <span>{debt.label}</span>
                <span className="muted">{debt.stage.label}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

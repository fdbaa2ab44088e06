import { usePhoneProcessWords } from "@/features/process/phone/words";
import type { Journey, ProcessDef, StageDef } from "@/features/process/shapes";
import { useProcessWords } from "@/features/process/words";

/** How this stage is done, and the evidence that is owed from before; folded away until wanted. */
export function StageHelp({ journey, process }: { journey: Journey; process: ProcessDef | undefined }) {
  const stage = process?.stages.find((one) => one.key === journey.stage);
  return (
    <>
      {stage === undefined || journey.outcome !== null ? null : <Help stage={stage} />}
      {journey.debts.length === 0 ? null : <Debts journey={journey} />}
    </>
  );
}

/** What to say, and what to check. */
function Help({ stage }: { stage: StageDef }) {
  const t = usePhoneProcessWords();
  if (stage.script === null && stage.checklist.length === 0) return null;
  return (
    <details className="card help">
      <summary>{t.stageHelp}</summary>
      {stage.script === null ? null : <p className="record-script">{stage.script}</p>}
      {stage.checklist.length === 0 ? null : (
        <ul className="record-list">
          {stage.checklist.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {stage.reference === null ? null : <p className="muted small">{stage.reference}</p>}
    </details>
  );
}

function Debts({ journey }: { journey: Journey }) {
  const t = usePhoneProcessWords();
  const words = useProcessWords();
  return (
    <details className="card help">
      <summary>{t.debtsCount(journey.debts.length)}</summary>
      <p className="muted small">{words.debtsIntro}</p>
      <ul className="debts">
        {journey.debts.map((debt) => (
          <li key={`${debt.stage}-${debt.key}`}>
            <span>{debt.label}</span>
            <span className="muted">{debt.stage_label}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

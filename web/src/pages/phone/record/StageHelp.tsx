import { usePhoneProcessWords } from "@/features/process/phone/words";
import type { Journey, ProcessDef, StageDef } from "@/features/process/shapes";
import { hasGuide, StageGuide } from "@/features/process/StageGuide";
import { useProcessWords } from "@/features/process/words";

/** How this stage is done, and the evidence that is owed from before; folded away until wanted. */
export function StageHelp({ journey, process }: { journey: Journey; process: ProcessDef | undefined }) {
  const stage = process?.stages.find((one) => one.key === journey.stage);
  return (
    <>
      {process === undefined || stage === undefined || journey.outcome !== null ? null : (
        <Help process={process.key} stage={stage} />
      )}
      {journey.debts.length === 0 ? null : <Debts journey={journey} />}
    </>
  );
}

function Help({ process, stage }: { process: string; stage: StageDef }) {
  const t = usePhoneProcessWords();
  if (!hasGuide(stage)) return null;
  return (
    <details className="card help">
      <summary>{t.stageHelp}</summary>
      <StageGuide process={process} stage={stage} />
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

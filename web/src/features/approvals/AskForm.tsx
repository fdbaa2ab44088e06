import { useAsk, type Foreseen, type Kind } from "@/features/approvals/api";
import { Written } from "@/features/approvals/forms";
import type { Parts } from "@/features/approvals/parts";
import { useApprovalWords } from "@/features/approvals/words";
import { perform } from "@/lib/perform";
import { Glyph } from "@/ui/Status";
import "@/features/approvals/approvals.css";

interface Props {
  object: string;
  id: number;
  kind: Kind;
  parts: Parts;
  onDone: () => void;
}

/** Ask for an approval: who will be asked and why is shown before. */
export function AskForm({ object, id, kind, parts, onDone }: Props) {
  const t = useApprovalWords();
  const ask = useAsk(object, id);
  const { Problem } = parts;
  const needed = kind.steps.some((step) => step.needed);
  if (kind.open) return <p>{t.open}</p>;
  return (
    <div className="approval-ask">
      {kind.help === null ? null : <p>{kind.help}</p>}
      <p>{needed ? t.willAsk : t.notNeeded}</p>
      <ForeseenSteps steps={kind.steps} />
      <Written
        parts={parts}
        busy={ask.isPending}
        label={t.word}
        hint={t.reasonHint}
        onDo={(reason) => {
          perform(ask, { key: kind.key, reason }, () => {
            parts.toast(t.sent);
            onDone();
          });
        }}
        onClose={onDone}
      />
      <Problem error={ask.error} />
    </div>
  );
}

/** The steps as they would be: who would be asked, in which order, and why. */
export function ForeseenSteps({ steps }: { steps: readonly Foreseen[] }) {
  const t = useApprovalWords();
  return (
    <ol className="approval-steps" aria-label={t.steps}>
      {steps.map((step) => (
        <li key={step.key} className={step.needed ? "" : "approval-skipped"}>
          <div className="approval-step">
            <Glyph tone={!step.needed ? "idle" : step.people.length === 0 ? "bad" : "ok"} />
            <b>{step.label}</b>
            {step.needed ? null : <small className="muted">{t.skipped}</small>}
            {step.when === null ? null : <small className="muted">{step.when}</small>}
          </div>
          {step.needed ? (
            <ul>
              {step.people.length === 0 ? <li>{t.nobody}</li> : null}
              {step.people.map(({ person, why }) => (
                <li key={person.id}>
                  {person.name} <small className="muted">{why}</small>
                </li>
              ))}
            </ul>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

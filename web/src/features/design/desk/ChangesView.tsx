import { usePlan, useSteps } from "@/features/design/api";
import { LoadLine } from "@/features/design/desk/alerts/LoadTable";
import { useEditor } from "@/features/design/editing";
import { called } from "@/features/design/places";
import type { Body, Change, Operation, Step } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say, useLang } from "@/lib/i18n";
import { when } from "@/lib/time";
import { Card } from "@/ui/desk/PageHeader";
import { Loaded } from "@/ui/desk/states";

/** What differs from the version that lives, and who changed what. */
export function ChangesView() {
  const t = useDesignWords();
  const { draft } = useEditor();
  return (
    <div className="design-changes">
      <Card title={t.againstLive}>
        <Loaded of={usePlan(draft.id, draft.revision)} rows={3}>
          {(plan) => <ChangeList changes={plan.changes} none={t.nothingChanges} />}
        </Loaded>
        <LoadLine draft={draft.id} />
      </Card>
      <Card title={t.whoChanged}>
        <Loaded of={useSteps(draft.id, draft.revision)} rows={3}>
          {(steps) => <Steps steps={steps} />}
        </Loaded>
      </Card>
    </div>
  );
}

/** Differences in words, in the order of the document. */
export function ChangeList({ changes, none }: { changes: readonly Change[]; none: string }) {
  if (changes.length === 0) return <p className="muted">{none}</p>;
  return (
    <ul className="design-lines">
      {changes.map((one, i) => (
        <li key={i}>{one.words}</li>
      ))}
    </ul>
  );
}

function Steps({ steps }: { steps: readonly Step[] }) {
  const t = useDesignWords();
  const lang = useLang();
  const { body } = useEditor();
  if (steps.length === 0) return <p className="muted">{t.noSteps}</p>;
  return (
    <ol className="design-lines">
      {steps.map((step) => (
        <li key={step.revision} className={step.standing ? "" : "muted"}>
          <span>
            {step.by} {when(step.at, lang)} {t.kindsOfStep[step.kind] ?? ""}
          </span>
          <span>{step.words.length > 0 ? listed(step.words, t) : told(body, step, t)}</span>
        </li>
      ))}
    </ol>
  );
}

type Words = ReturnType<typeof useDesignWords>;
const toldAtOnce = 3;

function listed(words: readonly string[], t: Words): string {
  const more = words.length - toldAtOnce;
  return [...words.slice(0, toldAtOnce), ...(more > 0 ? [t.moreChanges(more)] : [])].join(t.semicolon);
}

/** What a step did, by what it did last: what goes before makes room for it. */
function told(body: Body, step: Step, t: Words): string {
  const main = step.kind === "undo" ? step.operations[0] : step.operations[step.operations.length - 1];
  return main === undefined ? "" : t.did[main.do](placeSaid(body, main, t));
}

function placeSaid(body: Body, operation: Operation, t: Words): string {
  const where = called(body, operation.place.join("."));
  const last = operation.place[operation.place.length - 1] ?? "";
  if (operation.do === "add") {
    const { value } = operation as { value: { label?: { zh: string; en: string }; key: string } };
    return joined([where, say(value.label) || value.key]);
  }
  if (operation.do === "set") return joined([where, t.members[last] ?? last]);
  return where.endsWith(last) || called(body, operation.place.slice(0, -1).join(".")) !== where
    ? where
    : joined([where, last]);
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" · ");
}

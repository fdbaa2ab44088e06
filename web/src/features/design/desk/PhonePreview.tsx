import { useLimitSaid } from "@/features/design/desk/StageList";
import { useEditor } from "@/features/design/editing";
import type { Process, Stage } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { Glyph } from "@/ui/Status";

/** What somebody sees on the phone while in this stage, as it is being designed. */
export function PhonePreview({ process, stage }: { process: Process; stage: Stage }) {
  const t = useDesignWords();
  const { body } = useEditor();
  const limit = useLimitSaid(stage.limit);
  const next = process.stages[process.stages.findIndex(({ key }) => key === stage.key) + 1];
  const { fields = [], deliverables = [] } = stage.gate ?? {};
  const object = body.objects.find(({ key }) => key === process.object);
  const called = fields.map((key) => say(object?.fields.find((field) => field.key === key)?.label ?? key));
  return (
    <section className="design-preview" aria-label={t.phonePreview}>
      <h2>{t.phonePreview}</h2>
      <div className="design-phone">
        <h3>{say(stage.label)}</h3>
        <p>{limit === null ? t.noLimit : t.stayAtMost(limit)}</p>
        <ul>
          {deliverables.map((one) => (
            <li key={one.key}>
              <Glyph tone="idle" />
              <span>
                {say(one.label)}
                {(one.count ?? 1) > 1 ? ` ${t.previewCount(one.count ?? 1)}` : ""}
                {one.review === undefined || one.review === "none" ? null : <small>{t.previewReview}</small>}
              </span>
            </li>
          ))}
          {called.length === 0 ? null : (
            <li>
              <Glyph tone="idle" />
              <span>
                {t.previewFields(called.length)}
                <small>{called.join(t.comma)}</small>
              </span>
            </li>
          )}
        </ul>
        <Guide stage={stage} />
        <p className="design-phone-act">
          {next === undefined ? t.previewDone(say(process.won) || t.won) : t.previewNext(say(next.label))}
        </p>
      </div>
    </section>
  );
}

function Guide({ stage }: { stage: Stage }) {
  const t = useDesignWords();
  const script = say(stage.script);
  const checks = stage.checklist ?? [];
  if (script === "" && checks.length === 0) return null;
  return (
    <div className="design-phone-guide">
      <b>{t.previewHelp}</b>
      {script === "" ? null : <p>{script}</p>}
      <ul>
        {checks.map((check, i) => (
          <li key={i}>{say(check)}</li>
        ))}
      </ul>
    </div>
  );
}

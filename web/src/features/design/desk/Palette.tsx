import { addDeliverable, canAsk } from "@/features/design/steps";
import { useEditor } from "@/features/design/editing";
import type { Process, Stage } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import type { DeliverableKind } from "@/features/process/shapes";
import { say } from "@/lib/i18n";

const kinds: readonly DeliverableKind[] = [
  "photo",
  "audio",
  "summary",
  "file",
  "text",
  "form",
  "record",
  "confirmation",
];

interface Props {
  process: Process;
  stage: Stage | undefined;
  onAdded: (key: string) => void;
}

/** What a stage can ask for: a click asks for one more. */
export function Palette({ process, stage, onAdded }: Props) {
  const t = useDesignWords();
  const { body, change } = useEditor();
  const add = (kind: DeliverableKind) => {
    if (stage === undefined) return;
    const label = { zh: useDesignWords.of("zh").kinds[kind], en: useDesignWords.of("en").kinds[kind] };
    const { edit, key } = addDeliverable(body, process, stage, kind, label);
    change(edit);
    onAdded(key);
  };
  return (
    <section className="design-palette" aria-label={t.palette}>
      <h2>{t.palette}</h2>
      <p className="muted">{t.paletteHint}</p>
      <ul>
        {kinds.map((kind) => {
          const can = stage !== undefined && canAsk(body, process, stage, kind);
          return (
            <li key={kind}>
              <button
                type="button"
                disabled={!can}
                onClick={() => {
                  add(kind);
                }}
              >
                <span aria-hidden="true">＋</span>
                <span>
                  {stage === undefined ? null : <span className="vh">{t.addTo(say(stage.label))}</span>}
                  {t.kinds[kind]}
                  <small>{can || stage === undefined ? t.kindHints[kind] : whyNot(kind, t.cannotAsk)}</small>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function whyNot(kind: DeliverableKind, words: { confirmation: string; record: string }): string {
  return kind === "confirmation" ? words.confirmation : words.record;
}

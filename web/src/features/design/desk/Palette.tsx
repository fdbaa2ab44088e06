import { carryKind, kinds, useAsk } from "@/features/design/desk/kinds";
import { useEditor } from "@/features/design/editing";
import type { Process, Stage } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { canAsk } from "@/features/design/steps";
import type { DeliverableKind } from "@/features/process/shapes";
import { say } from "@/lib/i18n";

interface Props {
  process: Process;
  stage: Stage | undefined;
  onAdded: (key: string) => void;
}

/** What a stage can ask for: a click asks for one more, or it is dragged onto a stage. */
export function Palette({ process, stage, onAdded }: Props) {
  const t = useDesignWords();
  const { body } = useEditor();
  const ask = useAsk(process);
  const add = (kind: DeliverableKind) => {
    const key = stage === undefined ? null : ask(stage, kind);
    if (key !== null) onAdded(key);
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
                draggable={can}
                onDragStart={(event) => {
                  carryKind(event, kind);
                }}
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

function whyNot(kind: DeliverableKind, words: { confirmation: string; record: string; approval: string }): string {
  return kind === "confirmation" || kind === "approval" ? words[kind] : words.record;
}

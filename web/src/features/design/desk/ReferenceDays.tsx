import { retold } from "@/features/design/body";
import { Row, TextBox } from "@/features/design/desk/boxes";
import { useEditor } from "@/features/design/editing";
import type { Process, Reference, Stage } from "@/features/design/shapes";
import { stagePlace } from "@/features/design/steps";
import { useDesignWords } from "@/features/design/words";

/** How many days the stage takes elsewhere: to compare with, not to be held to. */
export function ReferenceDays({ process, stage }: { process: Process; stage: Stage }) {
  const t = useDesignWords();
  const { change } = useEditor();
  const reference = stage.reference ?? {};
  const set = (part: Reference) => {
    const next = Object.fromEntries(Object.entries({ ...reference, ...part }).filter(([, value]) => value !== null));
    const value = Object.keys(next).length === 0 ? null : next;
    change([{ do: "set", place: [...stagePlace(process, stage), "reference"], value }]);
  };
  return (
    <fieldset className="design-checks">
      <legend>{t.reference}</legend>
      <small className="muted">{t.referenceHint}</small>
      <div className="design-three">
        {(["target", "usual", "rival"] as const).map((which) => (
          <Row key={which} label={t.references[which]}>
            {(id) => (
              <TextBox
                id={id}
                numeric
                value={String(reference[which] ?? "")}
                onKeep={(text) => {
                  set({ [which]: daysOf(text) });
                }}
              />
            )}
          </Row>
        ))}
      </div>
      <div className="design-two">
        {(["zh", "en"] as const).map((which) => (
          <Row key={which} label={which === "zh" ? t.referenceNote : t.referenceNoteEn}>
            {(id) => (
              <TextBox
                id={id}
                value={reference.note?.[which] ?? ""}
                onKeep={(text) => {
                  set({ note: retold(reference.note, which, text) });
                }}
              />
            )}
          </Row>
        ))}
      </div>
    </fieldset>
  );
}

/** The number of days somebody typed; what is none is left for the server to refuse. */
function daysOf(text: string): number | string | null {
  if (text === "") return null;
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

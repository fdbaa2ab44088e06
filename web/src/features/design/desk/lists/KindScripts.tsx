import { swapped } from "@/features/design/activities";
import { renamed } from "@/features/design/body";
import { TextBox } from "@/features/design/desk/boxes";
import { SmallAct } from "@/features/design/desk/SmallAct";
import type { Script } from "@/features/design/listShapes";
import { useKindWords } from "@/features/design/words/activities";
import { Button } from "@/ui/desk/Button";

interface Props {
  scripts: readonly Script[];
  onKeep: (scripts: readonly Script[]) => void;
}

/** What to say, each with the situation it is for, in both languages. */
export function KindScripts({ scripts, onKeep }: Props) {
  const t = useKindWords();
  return (
    <fieldset className="design-checks">
      <legend>{t.scripts}</legend>
      {scripts.length === 0 ? <p className="muted">{t.noScripts}</p> : null}
      {scripts.map((script, i) => (
        <div key={i} className="kind-script">
          {(["zh", "en"] as const).map((which) => (
            <span key={which}>
              <TextBox
                needed
                label={t.scriptLabel(i + 1, t[which])}
                value={script.label[which]}
                onKeep={(text) => {
                  onKeep(withLine(scripts, i, { ...script, label: renamed(script.label, which, text) }));
                }}
              />
              <TextBox
                needed
                rows={2}
                label={t.scriptText(i + 1, t[which])}
                value={script.text[which]}
                onKeep={(text) => {
                  onKeep(withLine(scripts, i, { ...script, text: renamed(script.text, which, text) }));
                }}
              />
            </span>
          ))}
          <Acts scripts={scripts} at={i} onKeep={onKeep} />
        </div>
      ))}
      <Button
        size="small"
        onClick={() => {
          onKeep([...scripts, t.newScript]);
        }}
      >
        {t.addScript}
      </Button>
    </fieldset>
  );
}

function Acts({ scripts, at, onKeep }: Props & { at: number }) {
  const t = useKindWords();
  return (
    <span className="design-stage-acts">
      <SmallAct
        label={t.scriptUp(at + 1)}
        disabled={at === 0}
        onClick={() => {
          onKeep(swapped(scripts, at, -1));
        }}
      >
        ↑
      </SmallAct>
      <SmallAct
        label={t.scriptDown(at + 1)}
        disabled={at === scripts.length - 1}
        onClick={() => {
          onKeep(swapped(scripts, at, 1));
        }}
      >
        ↓
      </SmallAct>
      <SmallAct
        label={t.removeScript(at + 1)}
        onClick={() => {
          onKeep(scripts.filter((_, n) => n !== at));
        }}
      >
        ×
      </SmallAct>
    </span>
  );
}

function withLine(scripts: readonly Script[], at: number, line: Script): readonly Script[] {
  return scripts.map((one, n) => (n === at ? line : one));
}

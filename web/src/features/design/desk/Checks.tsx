import { freshKey, renamed } from "@/features/design/body";
import { TextBox } from "@/features/design/desk/boxes";
import { ConditionBox } from "@/features/design/desk/conditions/ConditionBox";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { useEditor } from "@/features/design/editing";
import { firstSentence } from "@/features/design/conditions/phrases";
import type { Check, Process, Stage } from "@/features/design/shapes";
import { stagePlace } from "@/features/design/steps";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { Button } from "@/ui/desk/Button";

/** What must hold before one may leave a stage, each with the sentence people read when it doesn't. */
export function Checks({ process, stage }: { process: Process; stage: Stage }) {
  const t = useDesignWords();
  const { body, change } = useEditor();
  const object = body.objects.find(({ key }) => key === process.object);
  const checks = stage.gate?.checks ?? [];
  const place = [...stagePlace(process, stage), "gate", "checks"];
  if (object === undefined) return null;
  const set = (check: Check, member: "label" | "holds", value: unknown) => {
    change([{ do: "set", place: [...place, check.key, member], value }]);
  };
  const add = () => {
    const key = freshKey(
      "check",
      checks.map((one) => one.key),
    );
    const label = { zh: useDesignWords.of("zh").newCheckName, en: useDesignWords.of("en").newCheckName };
    change([{ do: "add", place, value: { key, label, holds: firstSentence(object, body) } as Check, before: null }]);
  };
  return (
    <fieldset className="design-checks">
      <legend>{t.checks}</legend>
      <small className="muted">{t.checksHint}</small>
      {checks.map((check) => (
        <div key={check.key} className="design-ruled">
          <div className="design-check">
            {(["zh", "en"] as const).map((which) => (
              <TextBox
                key={which}
                needed
                label={which === "zh" ? t.checkName : t.checkNameEn}
                value={check.label[which]}
                onKeep={(text) => {
                  const given = useDesignWords.of("en").newCheckName;
                  set(check, "label", renamed(check.label, which, text, given));
                }}
              />
            ))}
            <SmallAct
              label={t.removeThing(say(check.label))}
              onClick={() => {
                change([{ do: "remove", place: [...place, check.key] }]);
              }}
            >
              ×
            </SmallAct>
          </div>
          <ConditionBox
            label={t.checkHolds}
            none={t.checkAlways}
            object={object}
            body={body}
            value={check.holds}
            onChange={(holds) => {
              set(check, "holds", holds ?? { all: [] });
            }}
          />
        </div>
      ))}
      <Button size="small" onClick={add}>
        {t.addGateCheck}
      </Button>
    </fieldset>
  );
}

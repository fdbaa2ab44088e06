import { useId } from "react";

import { freshKey, renamed } from "@/features/design/body";
import { TextBox } from "@/features/design/desk/boxes";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { useEditor } from "@/features/design/editing";
import type { Alternative, Process, Stage } from "@/features/design/shapes";
import { stagePlace } from "@/features/design/steps";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { Button } from "@/ui/desk/Button";
import { useKit, type Option } from "@/ui/kit";

/** Demands that can be met in several ways: each way is a set of deliverables, and one way is enough. */
export function Alternatives({ process, stage }: { process: Process; stage: Stage }) {
  const t = useDesignWords();
  const { change } = useEditor();
  const { deliverables = [], alternatives = [] } = stage.gate ?? {};
  const place = [...stagePlace(process, stage), "gate", "alternatives"];
  const [one, other] = deliverables;
  const add = () => {
    if (one === undefined || other === undefined) return;
    const taken = process.stages.flatMap(({ gate }) => gate?.alternatives ?? []).map(({ key }) => key);
    const label = { zh: useDesignWords.of("zh").newAlternative, en: useDesignWords.of("en").newChoice };
    const value: Alternative = { key: freshKey("choice", taken), label, ways: [[one.key], [other.key]] };
    change([{ do: "add", place, value, before: null }]);
  };
  if (alternatives.length === 0 && other === undefined) return null;
  return (
    <fieldset className="design-checks">
      <legend>{t.alternatives}</legend>
      <small className="muted">{t.alternativesHint}</small>
      {alternatives.map((choice) => (
        <OneOf
          key={choice.key}
          choice={choice}
          options={deliverables.map(({ key, label }) => ({ value: key, label: say(label) }))}
          onSet={(member, value) => {
            change([{ do: "set", place: [...place, choice.key, member], value }]);
          }}
          onRemove={() => {
            change([{ do: "remove", place: [...place, choice.key] }]);
          }}
        />
      ))}
      {other === undefined ? null : (
        <Button size="small" onClick={add}>
          {t.addChoice}
        </Button>
      )}
    </fieldset>
  );
}

interface OneProps {
  choice: Alternative;
  options: readonly Option[];
  onSet: (member: "label" | "ways", value: unknown) => void;
  onRemove: () => void;
}

function OneOf({ choice, options, onSet, onRemove }: OneProps) {
  const t = useDesignWords();
  const { ways } = choice;
  return (
    <div className="design-ruled">
      <div className="design-check">
        {(["zh", "en"] as const).map((which) => (
          <TextBox
            key={which}
            needed
            label={which === "zh" ? t.choiceName : t.choiceNameEn}
            value={choice.label[which]}
            onKeep={(text) => {
              onSet("label", renamed(choice.label, which, text, useDesignWords.of("en").newAlternative));
            }}
          />
        ))}
        <SmallAct label={t.removeThing(say(choice.label))} onClick={onRemove}>
          ×
        </SmallAct>
      </div>
      {ways.map((way, i) => (
        <Way
          key={i}
          label={t.wayOf(i + 1)}
          way={way}
          options={options}
          onSet={(next) => {
            onSet(
              "ways",
              ways.map((each, at) => (at === i ? next : each)),
            );
          }}
          {...(ways.length > 2
            ? {
                onRemove: () => {
                  onSet(
                    "ways",
                    ways.filter((_, at) => at !== i),
                  );
                },
              }
            : {})}
        />
      ))}
      <Button
        size="small"
        look="quiet"
        onClick={() => {
          const used = new Set(ways.flat());
          const [free] = [...options.filter(({ value }) => !used.has(value)), ...options];
          if (free !== undefined) onSet("ways", [...ways, [free.value]]);
        }}
      >
        {t.addWay}
      </Button>
    </div>
  );
}

interface WayProps {
  label: string;
  way: readonly string[];
  options: readonly Option[];
  onSet: (way: readonly string[]) => void;
  onRemove?: () => void;
}

function Way({ label, way, options, onSet, onRemove }: WayProps) {
  const t = useDesignWords();
  const { Choices } = useKit();
  const id = useId();
  return (
    <div className="design-check">
      <label htmlFor={id}>{label}</label>
      <Choices
        id={id}
        value={way}
        options={options}
        onChange={(keys) => {
          if (keys.length > 0) onSet(keys);
        }}
      />
      {onRemove === undefined ? null : (
        <SmallAct label={t.removeThing(label)} onClick={onRemove}>
          ×
        </SmallAct>
      )}
    </div>
  );
}

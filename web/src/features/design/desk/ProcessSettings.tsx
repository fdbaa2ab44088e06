import { freshKey, renamed } from "@/features/design/body";
import { LimitBox, PickBox, Row, TextBox } from "@/features/design/desk/boxes";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { kindOf } from "@/features/design/conditions/phrases";
import { useEditor } from "@/features/design/editing";
import type { Both, Labelled, Process } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { Button } from "@/ui/desk/Button";
import { Sortable } from "@/ui/desk/Sortable";

/** What a process is called, how it ends, why, and what it is worth: folded away until somebody looks for it. */
export function ProcessSettings({ process }: { process: Process }) {
  const t = useDesignWords();
  const { body, change } = useEditor();
  const set = (member: string, value: unknown) => {
    change([{ do: "set", place: ["processes", process.key, member], value }]);
  };
  const object = body.objects.find(({ key }) => key === process.object);
  const numbers = (object?.fields ?? []).filter((field) => kindOf(field) === "number");
  return (
    <details className="design-process">
      <summary>{t.processItself}</summary>
      <div className="design-two">
        <Names
          label={t.processName}
          words={process.label}
          onKeep={(words) => {
            set("label", words);
          }}
        />
        <Names
          label={t.wonName}
          words={process.won ?? t.wonUsual}
          onKeep={(words) => {
            set("won", words);
          }}
        />
        <Names
          label={t.lostName}
          words={process.lost ?? t.lostUsual}
          onKeep={(words) => {
            set("lost", words);
          }}
        />
        <Row label={t.amountField} hint={t.amountHint}>
          {(id) => (
            <PickBox
              id={id}
              value={process.amount ?? ""}
              options={[
                { value: "", label: t.noAmount },
                ...numbers.map((field) => ({ value: field.key, label: say(field.label) })),
              ]}
              onPick={(key) => {
                set("amount", key === "" ? null : key);
              }}
            />
          )}
        </Row>
        <LimitBox
          label={t.followUp}
          hint={t.followUpHint}
          value={process.follow_up}
          onKeep={(limit) => {
            set("follow_up", limit);
          }}
        />
      </div>
      <div className="design-two">
        <Reasons process={process} member="lost_reasons" label={t.lostReasons} />
        <Reasons process={process} member="back_reasons" label={t.backReasons} />
      </div>
    </details>
  );
}

interface NamesProps {
  label: string;
  words: Both;
  onKeep: (words: Both) => void;
}

/** A text in both languages, side by side. */
function Names({ label, words, onKeep }: NamesProps) {
  const t = useDesignWords();
  return (
    <div className="design-row">
      <span className="muted">{label}</span>
      <span className="design-check">
        {(["zh", "en"] as const).map((which) => (
          <TextBox
            key={which}
            needed
            label={t.inLanguage(label, which)}
            value={words[which]}
            onKeep={(text) => {
              onKeep(renamed(words, which, text));
            }}
          />
        ))}
      </span>
    </div>
  );
}

interface ReasonsProps {
  process: Process;
  member: "lost_reasons" | "back_reasons";
  label: string;
}

/** Reasons in their order, which is the order in which people are offered them. */
function Reasons({ process, member, label }: ReasonsProps) {
  const t = useDesignWords();
  const { change } = useEditor();
  const reasons: readonly Labelled[] = process[member] ?? [];
  const place = ["processes", process.key, member];
  const move = (key: string, before: string | null) => {
    change([{ do: "move", place: [...place, key], before }]);
  };
  const named = (key: string) => say(reasons.find((one) => one.key === key)?.label);
  return (
    <fieldset className="design-checks">
      <legend>{label}</legend>
      <Sortable items={reasons} label={named} onMove={move}>
        {(reason, handle) => {
          const at = reasons.indexOf(reason);
          const [previous, after] = [reasons[at - 1], reasons[at + 1]];
          return (
            <div className="design-check">
              {handle}
              {(["zh", "en"] as const).map((which) => (
                <TextBox
                  key={which}
                  needed
                  label={t.inLanguage(t.reasonOf(label, at + 1), which)}
                  value={reason.label[which]}
                  onKeep={(text) => {
                    const value = renamed(reason.label, which, text, useDesignWords.of("en").newReason);
                    change([{ do: "set", place: [...place, reason.key, "label"], value }]);
                  }}
                />
              ))}
              <SmallAct
                label={t.moveUp(say(reason.label))}
                disabled={previous === undefined}
                onClick={() => {
                  if (previous !== undefined) move(reason.key, previous.key);
                }}
              >
                ↑
              </SmallAct>
              <SmallAct
                label={t.moveDown(say(reason.label))}
                disabled={after === undefined}
                onClick={() => {
                  move(reason.key, reasons[at + 2]?.key ?? null);
                }}
              >
                ↓
              </SmallAct>
              <SmallAct
                label={t.removeThing(say(reason.label))}
                onClick={() => {
                  change([{ do: "remove", place: [...place, reason.key] }]);
                }}
              >
                ×
              </SmallAct>
            </div>
          );
        }}
      </Sortable>
      <Button
        size="small"
        onClick={() => {
          const key = freshKey(
            "reason",
            reasons.map((one) => one.key),
          );
          const value: Labelled = {
            key,
            label: { zh: useDesignWords.of("zh").newReason, en: useDesignWords.of("en").newReason },
          };
          change([{ do: "add", place, value, before: null }]);
        }}
      >
        {t.addReason}
      </Button>
    </fieldset>
  );
}

import { useState } from "react";

import { Faults, faultsOf } from "@/features/design/desk/Faults";
import { useKept } from "@/features/design/desk/rules/useKept";
import { useEditor } from "@/features/design/editing";
import { useReadRule, useRuleText } from "@/features/design/rules/api";
import { rulePlace } from "@/features/design/rules/edits";
import type { Rule } from "@/features/design/rules/shapes";
import { useRehearsalWords } from "@/features/design/words/rehearsal";
import { perform } from "@/lib/perform";
import { refused } from "@/lib/refusal";
import { Button } from "@/ui/desk/Button";
import { Loaded, Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";

/** The rule as text for those who rather write: taken over as one step, or refused with place and reason. */
export function RuleAsText({ rule }: { rule: Rule }) {
  const text = useRuleText(useKept(rule.key));
  return <Loaded of={text}>{(told) => <Editor rule={rule} told={told} />}</Loaded>;
}

function Editor({ rule, told }: { rule: Rule; told: string }) {
  const t = useRehearsalWords();
  const { draft, body, change } = useEditor();
  const [typed, setTyped] = useState<string | null>(null);
  const reading = useReadRule(draft.id, rule.key);
  const take = () => {
    perform(reading, typed ?? told, (value) => {
      change([{ do: "set", place: rulePlace(rule), value }]);
      setTyped(null);
      toast(t.taken);
    });
  };
  return (
    <section className="design-panel rule-text" aria-label={t.textLabel}>
      <p className="muted">{t.text}</p>
      <textarea
        className="native-box"
        aria-label={t.textLabel}
        rows={28}
        spellCheck={false}
        value={typed ?? told}
        data-typing={typed === null ? undefined : true}
        onChange={({ target }) => {
          setTyped(target.value);
        }}
      />
      {refused(reading.error, "edit_misfits") ? (
        <Faults draft={draft.id} body={body} faults={faultsOf(reading.error.facts)} />
      ) : (
        <Problem error={reading.error} />
      )}
      <p className="rule-text-acts">
        <Button look="primary" disabled={typed === null} busy={reading.isPending} onClick={take}>
          {t.take}
        </Button>
        <Button
          disabled={typed === null}
          onClick={() => {
            setTyped(null);
            reading.reset();
          }}
        >
          {t.reset}
        </Button>
      </p>
    </section>
  );
}

import { SmallAct } from "@/features/design/desk/SmallAct";
import { useEditor } from "@/features/design/editing";
import { copyRule, moveRule, setRule } from "@/features/design/rules/edits";
import { ruleSaid } from "@/features/design/rules/said";
import type { Rule } from "@/features/design/rules/shapes";
import { useDesignWords } from "@/features/design/words";
import { useRuleWords } from "@/features/design/words/rules";
import { useRunWords } from "@/features/runs/words";
import { say } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { useDrag, useDrop } from "@/ui/desk/drag";

/** One rule in the list: whether it is on, what it says, and what can be done with it. */
export function RuleRow({ rule, onRemove }: { rule: Rule; onRemove: (rule: Rule) => void }) {
  const t = useRuleWords();
  const words = useDesignWords();
  const runs = useRunWords();
  const { body, draft } = useEditor();
  const { ref, handle } = useDrag(rule.key);
  const { ref: place, over } = useDrop(rule.key);
  const label = say(rule.label);
  const wrong = draft.faults.filter(({ place }) => `${place}.`.startsWith(`rules.${rule.key}.`)).length;
  const look = ["rule-row", rule.active === false ? "rule-off" : "", over ? "rule-over" : ""];
  return (
    <div className={look.join(" ").trim()} ref={place}>
      <button type="button" ref={handle} className="sort-handle" aria-label={label} title={label}>
        ⠿
      </button>
      <Switched rule={rule} />
      <span className="rule-said" ref={ref}>
        <Link to={`/design/${draft.id}/rules/${rule.key}`}>{label}</Link>
        {wrong === 0 ? null : <small className="design-wrong"> {words.tabFaults(wrong)}</small>}
        <small title={ruleSaid(rule, body, t, words.units)}>{ruleSaid(rule, body, t, words.units)}</small>
      </span>
      <Link className="rule-runs" to={`/rules/${rule.key}/runs`} aria-label={runs.openOf(label)}>
        {runs.open}
      </Link>
      <Acts rule={rule} onRemove={onRemove} />
    </div>
  );
}

/** The switch of a rule. */
export function Switched({ rule }: { rule: Rule }) {
  const t = useRuleWords();
  const { change } = useEditor();
  return (
    <label className="rule-switch">
      <input
        type="checkbox"
        aria-label={t.switched(say(rule.label))}
        checked={rule.active !== false}
        onChange={({ target }) => {
          change(setRule(rule, { active: target.checked }));
        }}
      />
      <span aria-hidden="true">{rule.active === false ? t.off : t.on}</span>
    </label>
  );
}

function Acts({ rule, onRemove }: { rule: Rule; onRemove: (rule: Rule) => void }) {
  const t = useRuleWords();
  const { body, change } = useEditor();
  const label = say(rule.label);
  const rules = body.rules ?? [];
  const copied = { zh: useRuleWords.of("zh").copyOf(rule.label.zh), en: useRuleWords.of("en").copyOf(rule.label.en) };
  return (
    <span className="rule-acts">
      {([-1, 1] as const).map((by) => (
        <SmallAct
          key={by}
          label={by === -1 ? t.up(label) : t.down(label)}
          disabled={rules[by === -1 ? 0 : rules.length - 1]?.key === rule.key}
          onClick={() => {
            change(moveRule(body, rule, by));
          }}
        >
          {by === -1 ? "↑" : "↓"}
        </SmallAct>
      ))}
      <SmallAct
        label={t.copy(label)}
        onClick={() => {
          change(copyRule(body, rule, copied).edit);
        }}
      >
        +
      </SmallAct>
      <SmallAct
        label={t.remove(label)}
        onClick={() => {
          onRemove(rule);
        }}
      >
        ×
      </SmallAct>
    </span>
  );
}

import { useHere } from "@/features/design/desk/rules/here";
import { StepCard } from "@/features/design/desk/rules/StepCard";
import { useEditor } from "@/features/design/editing";
import { firstSentence } from "@/features/design/conditions/phrases";
import { addStep, deepest, freshStep } from "@/features/design/rules/edits";
import { actionOf } from "@/features/design/rules/making";
import { stepName } from "@/features/design/rules/said";
import { deeds, isBranch, type Deed, type RuleStep } from "@/features/design/rules/shapes";
import type { Place } from "@/features/design/shapes";
import { useRuleWords } from "@/features/design/words/rules";
import { useStepWords } from "@/features/design/words/ruleSteps";
import { Button } from "@/ui/desk/Button";
import { Menu } from "@/ui/desk/choosers";
import { Sortable } from "@/ui/desk/Sortable";

interface Props {
  list: Place;
  steps: readonly RuleStep[];
  /** How many branches this list lies in. */
  depth: number;
  label: string;
}

/** What is done, one after the other: actions, and branches with steps of their own. */
export function StepList({ list, steps, depth, label }: Props) {
  const t = useRuleWords();
  const { change } = useEditor();
  const { rule, object } = useHere();
  const add = useAdd(list);
  const named = (key: string) => {
    const step = steps.find((one) => one.key === key);
    return step === undefined || isBranch(step) ? t.branch : stepName(step, object, t);
  };
  return (
    <div className="rule-steps" role="group" aria-label={label}>
      {steps.length === 0 ? <p className="muted">{t.nothing}</p> : null}
      <Sortable
        items={steps}
        label={named}
        onMove={(key, before) => {
          change([{ do: "move", place: [...list, key], before }]);
        }}
      >
        {(step, handle) => <StepCard step={step} list={list} steps={steps} depth={depth} handle={handle} />}
      </Sortable>
      <div className="rule-add">
        <Menu items={add.items}>
          <Button size="small">+ {t.addStep}</Button>
        </Menu>
        <Button
          size="small"
          disabled={depth >= deepest}
          {...(depth >= deepest ? { title: t.tooDeep } : {})}
          onClick={() => {
            const key = freshStep(rule, "branch");
            add.put({ key, when: firstSentence(object, add.body), then: [], otherwise: [] });
          }}
        >
          + {t.addBranch}
        </Button>
      </div>
    </div>
  );
}

/** The actions that may be added here, each with what it can't do without. */
function useAdd(list: Place) {
  const t = useRuleWords();
  const { body, change } = useEditor();
  const { rule, object, toggle } = useHere();
  const words = useBeginnings(object.title);
  const put = (step: RuleStep) => {
    change(addStep(list, step));
    toggle(step.key, true, true);
  };
  const items = deeds.flatMap((deed: Deed) => {
    const made = actionOf(body, object, deed, freshStep(rule, deed), words);
    if (made === null) return [];
    const onClick = () => {
      put(made);
    };
    return [{ key: deed, label: t.deeds[deed], onClick }];
  });
  return { items, put, body };
}

/** The words that new actions begin with, in both languages. */
function useBeginnings(title: string) {
  const zh = useStepWords.of("zh");
  const en = useStepWords.of("en");
  const of = (name: keyof typeof zh) => ({ zh: zh[name](title), en: en[name](title) });
  return {
    task: of("task"),
    alert: of("alert"),
    label: of("label"),
    push: of("push"),
    subject: of("subject"),
    mail: of("mail"),
    demand: of("demand"),
  };
}

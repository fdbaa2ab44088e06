import { useEffect, useRef, type KeyboardEvent, type ReactNode } from "react";

import { conditionWords } from "@/features/design/conditions/said";
import { firstSentence } from "@/features/design/conditions/phrases";
import { ConditionBox } from "@/features/design/desk/conditions/ConditionBox";
import { ActionForm } from "@/features/design/desk/rules/ActionForm";
import { useHere } from "@/features/design/desk/rules/here";
import { StepList } from "@/features/design/desk/rules/StepList";
import { Wrong } from "@/features/design/desk/rules/Wrong";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { useEditor } from "@/features/design/editing";
import { deepest, freshStep, indent, moveStep, outdent, removeStep } from "@/features/design/rules/edits";
import { stepName } from "@/features/design/rules/said";
import { isBranch, type Branch, type RuleStep } from "@/features/design/rules/shapes";
import type { Place } from "@/features/design/shapes";
import { useRuleWords } from "@/features/design/words/rules";

interface Props {
  step: RuleStep;
  list: Place;
  steps: readonly RuleStep[];
  depth: number;
  handle: ReactNode;
}

/** One step: an action that unfolds into its form, or a branch with its condition and steps. */
export function StepCard(props: Props) {
  const { step, list } = props;
  const place = [...list, step.key];
  const { open, fresh } = useHere();
  const branch = isBranch(step);
  const unfolded = branch || open.has(step.key);
  return (
    <div className={branch ? "rule-step rule-branch" : "rule-step"}>
      <Head {...props} unfolded={unfolded} />
      <Wrong at={place} />
      {branch ? (
        <BranchBody branch={step} place={place} depth={props.depth} />
      ) : unfolded ? (
        <div className="rule-step-whole">
          <ActionForm action={step} place={place} fresh={fresh === step.key} />
        </div>
      ) : null}
    </div>
  );
}

function Head({ step, list, steps, depth, handle, unfolded }: Props & { unfolded: boolean }) {
  const t = useRuleWords();
  const { body, change } = useEditor();
  const { object, fresh, toggle } = useHere();
  const branch = isBranch(step);
  const name = branch ? `${t.if} ${conditionWords(step.when, object, body)}` : stepName(step, object, t);
  const keys = (event: KeyboardEvent) => {
    const by = event.altKey ? arrows[event.key] : undefined;
    if (by !== undefined) {
      event.preventDefault();
      change(moveStep(list, steps, step.key, by));
    } else if (event.key === "Delete") change(removeStep(list, step.key));
  };
  const head = useFocus(branch && fresh === step.key);
  return (
    <div className="rule-step-head">
      {handle}
      <button
        ref={head}
        type="button"
        onKeyDown={keys}
        {...(branch ? {} : { "aria-expanded": unfolded })}
        onClick={() => {
          if (!branch) toggle(step.key, !unfolded);
        }}
      >
        {branch ? null : <span aria-hidden="true">{unfolded ? "▾ " : "▸ "}</span>}
        {name}
      </button>
      <Acts {...{ step, list, steps, depth, name }} />
    </div>
  );
}

const arrows: Readonly<Record<string, -1 | 1>> = { ArrowUp: -1, ArrowDown: 1 };

/** What can be done with a step where it stands. */
function Acts({ step, list, steps, depth, name }: Omit<Props, "handle"> & { name: string }) {
  const t = useRuleWords();
  const { body, change } = useEditor();
  const { rule, object } = useHere();
  const move = (by: -1 | 1) => {
    change(moveStep(list, steps, step.key, by));
  };
  return (
    <span className="rule-acts">
      <SmallAct
        label={t.stepUp(name)}
        disabled={steps[0]?.key === step.key}
        onClick={() => {
          move(-1);
        }}
      >
        ↑
      </SmallAct>
      <SmallAct
        label={t.stepDown(name)}
        disabled={steps[steps.length - 1]?.key === step.key}
        onClick={() => {
          move(1);
        }}
      >
        ↓
      </SmallAct>
      {isBranch(step) ? (
        <SmallAct
          label={t.outOf(name)}
          onClick={() => {
            change(outdent(list, steps, step));
          }}
        >
          ⇤
        </SmallAct>
      ) : (
        <SmallAct
          label={t.intoBranch(name)}
          disabled={depth >= deepest}
          onClick={() => {
            const key = freshStep(rule, "branch");
            change(indent(list, steps, step, { key, when: firstSentence(object, body) }));
          }}
        >
          ⇥
        </SmallAct>
      )}
      <SmallAct
        label={t.removeStep(name)}
        onClick={() => {
          change(removeStep(list, step.key));
        }}
      >
        ×
      </SmallAct>
    </span>
  );
}

/** Whoever has just made something goes on from it. */
function useFocus(fresh: boolean) {
  const ref = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (fresh) ref.current?.focus();
  }, [fresh]);
  return ref;
}

function BranchBody({ branch, place, depth }: { branch: Branch; place: Place; depth: number }) {
  const t = useRuleWords();
  const { body, change } = useEditor();
  const { object } = useHere();
  const name = conditionWords(branch.when, object, body);
  return (
    <div className="rule-branch-body">
      <ConditionBox
        label={t.if}
        none={t.always}
        object={object}
        body={body}
        value={branch.when}
        onChange={(when) => {
          change([{ do: "set", place: [...place, "when"], value: when ?? { all: [] } }]);
        }}
      />
      <Wrong at={[...place, "when"]} />
      <p className="rule-word">{t.then}</p>
      <StepList list={[...place, "then"]} steps={branch.then ?? []} depth={depth + 1} label={t.thenOfBranch(name)} />
      <p className="rule-word">{t.otherwise}</p>
      <StepList
        list={[...place, "otherwise"]}
        steps={branch.otherwise ?? []}
        depth={depth + 1}
        label={t.otherwiseOfBranch(name)}
      />
    </div>
  );
}

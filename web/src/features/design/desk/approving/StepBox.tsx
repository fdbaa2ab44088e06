import { useState, type ReactNode } from "react";

import { moveStep, stepPlace } from "@/features/design/approvals";
import { StepDetails } from "@/features/design/desk/approving/StepDetails";
import { WhoList } from "@/features/design/desk/approving/WhoList";
import { ConditionBox } from "@/features/design/desk/conditions/ConditionBox";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { useEditor } from "@/features/design/editing";
import type { ApprovalPart, ApprovalStep } from "@/features/design/approvalShapes";
import { useApprovingWords } from "@/features/design/words/approvals";
import { say } from "@/lib/i18n";

export interface Of {
  approval: ApprovalPart;
  step: ApprovalStep;
}

/** Set members of a step. */
export function useSetStep({ approval, step }: Of) {
  const { change } = useEditor();
  return (values: Readonly<Partial<Record<keyof ApprovalStep, unknown>>>) => {
    const place = stepPlace(approval, step);
    change(Object.entries(values).map(([member, value]) => ({ do: "set", place: [...place, member], value })));
  };
}

/** One step of an approval: who, how their answers count, when, how long; opened by its name. */
export function StepBox({ approval, step, handle }: Of & { handle: ReactNode }) {
  const t = useApprovingWords();
  const [open, setOpen] = useState(approval.steps.length < 4);
  const name = say(step.label);
  return (
    <div className="design-thing approving-step" role="group" aria-label={t.step(name)}>
      <div className="design-thing-head">
        {handle}
        <button
          type="button"
          aria-expanded={open}
          onClick={() => {
            setOpen(!open);
          }}
        >
          <span aria-hidden="true">{open ? "▾" : "▸"}</span> {name}{" "}
          <small className="muted">{step.who.map((one) => t.by[one.by]).join(" + ")}</small>
        </button>
        <StepActs approval={approval} step={step} />
      </div>
      {open ? (
        <div className="approving-inside">
          <WhoList approval={approval} step={step} />
          <When approval={approval} step={step} />
          <StepDetails approval={approval} step={step} />
        </div>
      ) : null}
    </div>
  );
}

function When({ approval, step }: Of) {
  const t = useApprovingWords();
  const { body } = useEditor();
  const set = useSetStep({ approval, step });
  const object = body.objects.find(({ key }) => key === approval.object);
  if (object === undefined) return null;
  return (
    <ConditionBox
      label={t.when}
      none={t.always}
      object={object}
      body={body}
      value={step.when ?? null}
      onChange={(when) => {
        set({ when });
      }}
    />
  );
}

function StepActs({ approval, step }: Of) {
  const t = useApprovingWords();
  const { change } = useEditor();
  const name = say(step.label);
  const place = approval.steps.findIndex(({ key }) => key === step.key);
  return (
    <>
      {([-1, 1] as const).map((by) => (
        <SmallAct
          key={by}
          label={by === -1 ? t.up(name) : t.down(name)}
          disabled={by === -1 ? place === 0 : place === approval.steps.length - 1}
          onClick={() => {
            change(moveStep(approval, step, by));
          }}
        >
          {by === -1 ? "↑" : "↓"}
        </SmallAct>
      ))}
      <SmallAct
        label={t.removeStep(name)}
        disabled={approval.steps.length === 1}
        onClick={() => {
          change([{ do: "remove", place: stepPlace(approval, step) }]);
        }}
      >
        ×
      </SmallAct>
    </>
  );
}

import type { ComponentType } from "react";

import { LimitBox, PickBox, Row } from "@/features/design/desk/boxes";
import { Assigning } from "@/features/design/desk/rules/Assigning";
import { Demanding } from "@/features/design/desk/rules/Demanding";
import { useSetAction, type Of } from "@/features/design/desk/rules/acting";
import { ActionWords } from "@/features/design/desk/rules/ActionWords";
import { useHere } from "@/features/design/desk/rules/here";
import { People } from "@/features/design/desk/rules/People";
import { Pushing } from "@/features/design/desk/rules/Pushing";
import { Telling } from "@/features/design/desk/rules/Telling";
import { ValueBox } from "@/features/design/desk/rules/ValueBox";
import { WhomBox } from "@/features/design/desk/rules/WhomBox";
import { useEditor } from "@/features/design/editing";
import { option } from "@/features/design/options";
import { mailFields, settable, valueOf } from "@/features/design/rules/making";
import type { Deed, Level, Whom } from "@/features/design/rules/shapes";
import { useRuleWords } from "@/features/design/words/rules";

/** The small form of one action, by what it does. */
export function ActionForm(of: Of) {
  const Form = forms[of.action.do];
  return <Form {...of} />;
}

function Tasking(of: Of) {
  const t = useRuleWords();
  const set = useSetAction(of);
  const { action } = of;
  return (
    <>
      <div className="rule-line">
        <span>{t.who}</span>
        <WhomBox
          at={1}
          whom={(action.to ?? { who: "owner" }) as Whom}
          onChange={(to) => {
            set({ to });
          }}
        />
      </div>
      <ActionWords of={of} part="title" label={t.taskTitle} needed first />
      <LimitBox
        label={t.due}
        value={action.due}
        onKeep={(due) => {
          set({ due });
        }}
      />
      <ActionWords of={of} part="text" label={t.more_text} rows={2} />
    </>
  );
}

const levels: readonly Level[] = ["info", "warn", "due", "escalate"];

function Alerting(of: Of) {
  const t = useRuleWords();
  const set = useSetAction(of);
  const { action } = of;
  return (
    <>
      <People {...of} />
      <ActionWords of={of} part="text" label={t.text} needed rows={2} first />
      <Row label={t.level}>
        {(id) => (
          <PickBox
            id={id}
            value={action.level ?? "warn"}
            options={levels.map((one) => ({ value: one, label: t.levels[one] }))}
            onPick={(level) => {
              set({ level });
            }}
          />
        )}
      </Row>
    </>
  );
}

function Setting(of: Of) {
  const t = useRuleWords();
  const set = useSetAction(of);
  const { body } = useEditor();
  const { object } = useHere();
  const { action } = of;
  const field = object.fields.find(({ key }) => key === action.field);
  return (
    <>
      <Row label={t.field}>
        {(id) => (
          <PickBox
            id={id}
            value={action.field ?? ""}
            options={settable(object).map(option)}
            onPick={(key) => {
              const chosen = object.fields.find((one) => one.key === key);
              set({ field: key, value: chosen === undefined ? null : valueOf(body, chosen) });
            }}
          />
        )}
      </Row>
      {field === undefined ? null : (
        <ValueBox
          key={field.key}
          field={field}
          value={action.value}
          onChange={(value) => {
            set({ value });
          }}
        />
      )}
    </>
  );
}

function Asking(of: Of) {
  const t = useRuleWords();
  const set = useSetAction(of);
  const { body } = useEditor();
  return (
    <Row label={t.approval}>
      {(id) => (
        <PickBox
          id={id}
          value={of.action.approval ?? ""}
          options={(body.approvals ?? []).map(option)}
          onPick={(approval) => {
            set({ approval });
          }}
        />
      )}
    </Row>
  );
}

function Mailing(of: Of) {
  const t = useRuleWords();
  const set = useSetAction(of);
  const { object } = useHere();
  const { action } = of;
  return (
    <>
      <Row label={t.mailTo}>
        {(id) => (
          <PickBox
            id={id}
            value={action.field ?? ""}
            options={mailFields(object).map(option)}
            onPick={(field) => {
              set({ field });
            }}
          />
        )}
      </Row>
      <ActionWords of={of} part="subject" label={t.subject} needed first />
      <ActionWords of={of} part="text" label={t.text} needed rows={4} />
    </>
  );
}

/** What says all by its name. */
function Nothing() {
  return null;
}

const forms: Readonly<Record<Deed, ComponentType<Of>>> = {
  task: Tasking,
  alert: Alerting,
  set: Setting,
  demand: Demanding,
  approval: Asking,
  assign: Assigning,
  release: Nothing,
  push: Pushing,
  mail: Mailing,
  webhook: Telling,
};

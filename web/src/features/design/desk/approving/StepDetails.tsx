import { limitStep } from "@/features/design/approvals";
import { renamed } from "@/features/design/body";
import { useSetStep, type Of } from "@/features/design/desk/approving/StepBox";
import { LimitBox, PickBox, Row, TextBox } from "@/features/design/desk/boxes";
import { numberOr, option } from "@/features/design/options";
import { useEditor } from "@/features/design/editing";
import { useApprovingWords } from "@/features/design/words/approvals";
import { useKit } from "@/ui/kit";

/** The rest of a step: its name, how answers count, by when, and what its approvers see and may do. */
export function StepDetails(of: Of) {
  return (
    <>
      <Names {...of} />
      <Counted {...of} />
      <Limits {...of} />
      <Shown {...of} />
      <Allowed {...of} />
    </>
  );
}

function Names(of: Of) {
  const t = useApprovingWords();
  const set = useSetStep(of);
  return (
    <div className="design-two">
      {(["zh", "en"] as const).map((which) => (
        <Row key={which} label={which === "zh" ? t.nameZh : t.nameEn}>
          {(id) => (
            <TextBox
              id={id}
              needed
              value={of.step.label[which]}
              onKeep={(text) => {
                set({ label: renamed(of.step.label, which, text) });
              }}
            />
          )}
        </Row>
      ))}
    </div>
  );
}

function Counted(of: Of) {
  const t = useApprovingWords();
  const set = useSetStep(of);
  const mode = of.step.mode ?? "all";
  return (
    <div className="design-two">
      <Row label={t.mode}>
        {(id) => (
          <PickBox
            id={id}
            value={mode}
            options={(["all", "any", "vote"] as const).map((value) => ({ value, label: t.modes[value] }))}
            onPick={(value) => {
              set({ mode: value });
            }}
          />
        )}
      </Row>
      {mode === "vote" ? (
        <Row label={t.votes}>
          {(id) => (
            <TextBox
              id={id}
              numeric
              needed
              value={String(of.step.votes ?? 1)}
              onKeep={(text) => {
                set({ votes: numberOr(text) });
              }}
            />
          )}
        </Row>
      ) : null}
    </div>
  );
}

function Limits(of: Of) {
  const t = useApprovingWords();
  const { change } = useEditor();
  const set = useSetStep(of);
  const { step } = of;
  const none = step.limit === undefined || step.limit === null;
  return (
    <div className="design-two">
      <LimitBox
        label={t.limit}
        hint={t.limitHint}
        value={step.limit}
        onKeep={(limit) => {
          change(limitStep(of.approval, step, limit));
        }}
      />
      <LimitBox
        label={t.warn}
        value={step.warn_before}
        disabled={none}
        onKeep={(limit) => {
          set({ warn_before: limit });
        }}
      />
      <LimitBox
        label={t.escalate}
        value={step.escalate_after}
        disabled={none}
        onKeep={(limit) => {
          set({ escalate_after: limit });
        }}
      />
    </div>
  );
}

function Shown(of: Of) {
  const t = useApprovingWords();
  const { Choices } = useKit();
  const { body } = useEditor();
  const set = useSetStep(of);
  const object = body.objects.find(({ key }) => key === of.approval.object);
  return (
    <Row label={t.fields} hint={t.fieldsHint}>
      {(id, hintId) => (
        <Choices
          id={id}
          describedBy={hintId}
          value={of.step.fields ?? []}
          options={(object?.fields ?? []).map(option)}
          onChange={(keys) => {
            set({ fields: keys });
          }}
        />
      )}
    </Row>
  );
}

function Allowed(of: Of) {
  const t = useApprovingWords();
  const set = useSetStep(of);
  const members = [
    { member: "files", label: t.files, on: of.step.files === true },
    { member: "may_delegate", label: t.mayDelegate, on: of.step.may_delegate !== false },
    { member: "may_add", label: t.mayAdd, on: of.step.may_add !== false },
  ] as const;
  return (
    <div className="approving-allowed">
      {members.map(({ member, label, on }) => (
        <label key={member}>
          <input
            type="checkbox"
            checked={on}
            onChange={(event) => {
              set({ [member]: event.target.checked });
            }}
          />{" "}
          {label}
        </label>
      ))}
    </div>
  );
}

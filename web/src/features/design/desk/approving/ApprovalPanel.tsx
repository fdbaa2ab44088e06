import { addStep, reobject } from "@/features/design/approvals";
import { renamed } from "@/features/design/body";
import { StepBox } from "@/features/design/desk/approving/StepBox";
import { PickBox, Row, TextBox } from "@/features/design/desk/boxes";
import { option } from "@/features/design/options";
import { RemoveButton } from "@/features/design/desk/RemoveButton";
import { useEditor } from "@/features/design/editing";
import type { ApprovalPart } from "@/features/design/approvalShapes";
import { useApprovingWords } from "@/features/design/words/approvals";
import { say } from "@/lib/i18n";
import { Button } from "@/ui/desk/Button";
import { Sortable } from "@/ui/desk/Sortable";

/** One approval: whose records, its steps in their order, and what a change of the record means. */
export function ApprovalPanel({ approval, onRemoved }: { approval: ApprovalPart; onRemoved: () => void }) {
  const t = useApprovingWords();
  const { change } = useEditor();
  const called = (key: string) => say(approval.steps.find((one) => one.key === key)?.label ?? key);
  return (
    <section className="design-panel" aria-label={say(approval.label)}>
      <Head approval={approval} />
      <h3>{t.steps}</h3>
      <Sortable
        items={approval.steps}
        className="approving-steps"
        label={called}
        onMove={(key, before) => {
          change([{ do: "move", place: ["approvals", approval.key, "steps", key], before }]);
        }}
      >
        {(step, handle) => <StepBox approval={approval} step={step} handle={handle} />}
      </Sortable>
      <div className="bar">
        <Button
          onClick={() => {
            change(addStep(approval, t.newStep).edit);
          }}
        >
          {t.addStep}
        </Button>
      </div>
      <p>
        <RemoveButton
          label={t.remove(say(approval.label))}
          title={t.removeTitle(say(approval.label))}
          intro={t.removeIntro}
          place={["approvals", approval.key]}
          onRemoved={onRemoved}
        />
      </p>
    </section>
  );
}

function Head({ approval }: { approval: ApprovalPart }) {
  const t = useApprovingWords();
  const { body, change } = useEditor();
  const place = ["approvals", approval.key];
  return (
    <div className="design-two">
      {(["zh", "en"] as const).map((which) => (
        <Row key={which} label={which === "zh" ? t.nameZh : t.nameEn}>
          {(id) => (
            <TextBox
              id={id}
              needed
              value={approval.label[which]}
              onKeep={(text) => {
                change([{ do: "set", place: [...place, "label"], value: renamed(approval.label, which, text) }]);
              }}
            />
          )}
        </Row>
      ))}
      <Row label={t.object} hint={t.objectHint}>
        {(id) => (
          <PickBox
            id={id}
            value={approval.object}
            options={body.objects.map(option)}
            onPick={(key) => {
              const chosen = body.objects.find((one) => one.key === key);
              if (chosen !== undefined && key !== approval.object) change(reobject(approval, chosen));
            }}
          />
        )}
      </Row>
      <Row label={t.onChange}>
        {(id) => (
          <PickBox
            id={id}
            value={approval.on_change ?? "reopen"}
            options={(["reopen", "show"] as const).map((value) => ({ value, label: t.changes[value] }))}
            onPick={(value) => {
              change([{ do: "set", place: [...place, "on_change"], value }]);
            }}
          />
        )}
      </Row>
    </div>
  );
}

import { Row, TextBox } from "@/features/design/desk/boxes";
import { useSetAction, type Of } from "@/features/design/desk/rules/acting";
import { useHere } from "@/features/design/desk/rules/here";
import { option } from "@/features/design/options";
import { useRuleWords } from "@/features/design/words/rules";
import { useKit } from "@/ui/kit";

/** Another system that is told: where, signed with which secret, and which fields it gets. */
export function Telling(of: Of) {
  const t = useRuleWords();
  const { Choices } = useKit();
  const set = useSetAction(of);
  const { object } = useHere();
  const { action, fresh } = of;
  return (
    <>
      <Row label={t.url} hint={t.urlHint}>
        {(id, hintId) => (
          <TextBox
            id={id}
            needed
            fresh={fresh}
            {...(hintId === undefined ? {} : { describedBy: hintId })}
            value={action.url ?? ""}
            onKeep={(url) => {
              set({ url });
            }}
          />
        )}
      </Row>
      <div className="design-two">
        <Row label={t.secret}>
          {(id) => (
            <TextBox
              id={id}
              value={action.secret ?? ""}
              onKeep={(secret) => {
                set({ secret: secret === "" ? null : secret });
              }}
            />
          )}
        </Row>
        <Row label={t.sends}>
          {(id) => (
            <Choices
              id={id}
              value={action.fields ?? []}
              options={object.fields.map(option)}
              onChange={(fields) => {
                set({ fields });
              }}
            />
          )}
        </Row>
      </div>
    </>
  );
}

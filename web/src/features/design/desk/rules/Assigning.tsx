import { PickBox, Row, TextBox } from "@/features/design/desk/boxes";
import { useSetAction, type Of } from "@/features/design/desk/rules/acting";
import { useHere } from "@/features/design/desk/rules/here";
import { useEditor } from "@/features/design/editing";
import { numberOr, option } from "@/features/design/options";
import type { Action } from "@/features/design/rules/shapes";
import { useRuleWords } from "@/features/design/words/rules";
import type { Option } from "@/ui/kit";

const ways = ["role", "skill", "skill_field", "region_field"] as const;
type Way = (typeof ways)[number];

/** Among whom a record is shared out, and how. */
export function Assigning(of: Of) {
  const t = useRuleWords();
  const set = useSetAction(of);
  const { body } = useEditor();
  const { object, known } = useHere();
  const { action } = of;
  const offered: Readonly<Record<Way, readonly Option[]>> = {
    role: (body.roles ?? []).map(option),
    skill: known.skills.map((value) => ({ value, label: value })),
    skill_field: object.fields.filter(({ type }) => type === "choice" || type === "choices").map(option),
    region_field: object.fields.filter(({ type }) => regions.includes(type)).map(option),
  };
  const labels = { role: t.role, skill: t.skill, skill_field: t.skillField, region_field: t.regionField };
  return (
    <>
      <div className="design-two">
        <Row label={t.how}>
          {(id) => (
            <PickBox
              id={id}
              value={action.how ?? "in_turn"}
              options={(["in_turn", "least_load"] as const).map((one) => ({ value: one, label: t.hows[one] }))}
              onPick={(how) => {
                set({ how });
              }}
            />
          )}
        </Row>
        {ways.map((way) => (
          <Row key={way} label={labels[way]}>
            {(id) => (
              <PickBox
                id={id}
                value={action[way] ?? ""}
                options={[...(alone(action, way) ? [] : [{ value: "", label: t.anyRole }]), ...offered[way]]}
                onPick={(key) => {
                  set({ [way]: key === "" ? null : key });
                }}
              />
            )}
          </Row>
        ))}
        <Row label={t.mostLoad}>
          {(id) => (
            <TextBox
              id={id}
              numeric
              value={action.most === null || action.most === undefined ? "" : String(action.most)}
              onKeep={(text) => {
                set({ most: text === "" ? null : numberOr(text) });
              }}
            />
          )}
        </Row>
      </div>
      <p className="muted">{t.assignHint}</p>
    </>
  );
}

const regions: readonly string[] = ["choice", "text", "team"];

/** Whether this alone says who may get it: it can't be left open. */
function alone(action: Action, way: Way): boolean {
  const said = ways.filter((one) => action[one] !== null && action[one] !== undefined);
  return said.length === 1 && said[0] === way;
}

import { renamed } from "@/features/design/body";
import { PickBox, Row, TextBox } from "@/features/design/desk/boxes";
import { ConditionBox } from "@/features/design/desk/conditions/ConditionBox";
import { RemoveButton } from "@/features/design/desk/RemoveButton";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { useEditor } from "@/features/design/editing";
import { addRule, gradable, moveRule, offered, regradeObject, rulePlace } from "@/features/design/grades";
import type { GradeRule, Grading } from "@/features/design/listShapes";
import type { Choice, DesignObject } from "@/features/design/shapes";
import { useGradeWords } from "@/features/design/words/grades";
import { useListWords } from "@/features/design/words/lists";
import { say } from "@/lib/i18n";
import { Button } from "@/ui/desk/Button";
import { Sortable } from "@/ui/desk/Sortable";

const option = (one: { key: string; label: Choice["label"] }) => ({ value: one.key, label: say(one.label) });

/** One grading: whose, which field, and its rules in the order in which they are asked. */
export function GradingPanel({ grading, onRemoved }: { grading: Grading; onRemoved: () => void }) {
  const t = useGradeWords();
  const { body } = useEditor();
  const object = body.objects.find(({ key }) => key === grading.object);
  const field = object?.fields.find(({ key }) => key === grading.field);
  return (
    <section className="design-panel" aria-label={say(grading.label)}>
      <Head grading={grading} object={object} />
      <h3>{t.rules}</h3>
      <Rules grading={grading} object={object} choices={offered(body, field)} />
      <Foot grading={grading} choices={offered(body, field)} onRemoved={onRemoved} />
    </section>
  );
}

function Head({ grading, object }: { grading: Grading; object: DesignObject | undefined }) {
  const t = useGradeWords();
  const lists = useListWords();
  const { body, change } = useEditor();
  const place = ["grades", grading.key];
  return (
    <div className="design-two">
      {(["zh", "en"] as const).map((which) => (
        <Row key={which} label={which === "zh" ? lists.nameZh : lists.nameEn}>
          {(id) => (
            <TextBox
              id={id}
              needed
              value={grading.label[which]}
              onKeep={(text) => {
                change([{ do: "set", place: [...place, "label"], value: renamed(grading.label, which, text) }]);
              }}
            />
          )}
        </Row>
      ))}
      <Row label={t.object} hint={t.objectHint}>
        {(id) => (
          <PickBox
            id={id}
            value={grading.object}
            options={body.objects.filter((one) => gradable(one).length > 0).map(option)}
            onPick={(key) => {
              const chosen = body.objects.find((one) => one.key === key);
              if (chosen !== undefined) change(regradeObject(grading, chosen));
            }}
          />
        )}
      </Row>
      <Row label={t.field}>
        {(id) => (
          <PickBox
            id={id}
            value={grading.field}
            options={gradable(object).map(option)}
            onPick={(key) => {
              change([{ do: "set", place: [...place, "field"], value: key }]);
            }}
          />
        )}
      </Row>
    </div>
  );
}

function Rules(props: { grading: Grading; object: DesignObject | undefined; choices: readonly Choice[] }) {
  const { grading, object, choices } = props;
  const t = useGradeWords();
  const { change } = useEditor();
  const rules = grading.rules ?? [];
  const number = (key: string) => rules.findIndex((one) => one.key === key) + 1;
  return (
    <>
      {rules.length === 0 ? <p className="muted">{t.noRules}</p> : null}
      <Sortable
        items={rules}
        className="grade-rules"
        label={(key) => t.rule(number(key))}
        onMove={(key, before) => {
          change([{ do: "move", place: ["grades", grading.key, "rules", key], before }]);
        }}
      >
        {(rule, handle) => (
          <div className="grade-rule" role="group" aria-label={t.rule(number(rule.key))}>
            <div className="grade-rule-head">
              {handle}
              <b>{t.rule(number(rule.key))}</b>
              <span>{t.gives}</span>
              <PickBox
                label={t.give(number(rule.key))}
                value={rule.grade}
                options={choices.map(option)}
                onPick={(grade) => {
                  change([{ do: "set", place: [...rulePlace(grading, rule), "grade"], value: grade }]);
                }}
              />
              <RuleActs
                grading={grading}
                rule={rule}
                number={number(rule.key)}
                last={number(rule.key) === rules.length}
              />
            </div>
            <Holds rule={rule} grading={grading} object={object} />
          </div>
        )}
      </Sortable>
      <Button
        onClick={() => {
          change(addRule(grading, choices[Math.min(rules.length, choices.length - 1)]?.key ?? "a"));
        }}
      >
        {t.addRule}
      </Button>
    </>
  );
}

function Holds({ rule, grading, object }: { rule: GradeRule; grading: Grading; object: DesignObject | undefined }) {
  const t = useGradeWords();
  const { body, change } = useEditor();
  if (object === undefined) return null;
  return (
    <ConditionBox
      label={t.when}
      none={t.always}
      object={object}
      body={body}
      value={rule.holds}
      onChange={(holds) => {
        change([{ do: "set", place: [...rulePlace(grading, rule), "holds"], value: holds ?? { all: [] } }]);
      }}
    />
  );
}

function RuleActs(props: { grading: Grading; rule: GradeRule; number: number; last: boolean }) {
  const { grading, rule, number, last } = props;
  const t = useGradeWords();
  const { change } = useEditor();
  return (
    <span className="design-acts">
      <SmallAct
        label={t.up(number)}
        disabled={number === 1}
        onClick={() => {
          change(moveRule(grading, rule, -1));
        }}
      >
        ↑
      </SmallAct>
      <SmallAct
        label={t.down(number)}
        disabled={last}
        onClick={() => {
          change(moveRule(grading, rule, 1));
        }}
      >
        ↓
      </SmallAct>
      <SmallAct
        label={t.remove(number)}
        onClick={() => {
          change([{ do: "remove", place: rulePlace(grading, rule) }]);
        }}
      >
        ×
      </SmallAct>
    </span>
  );
}

function Foot(props: { grading: Grading; choices: readonly Choice[]; onRemoved: () => void }) {
  const { grading, choices, onRemoved } = props;
  const t = useGradeWords();
  const { change } = useEditor();
  const name = say(grading.label);
  return (
    <>
      <Row label={t.otherwise}>
        {(id) => (
          <PickBox
            id={id}
            value={grading.otherwise ?? ""}
            options={[{ value: "", label: t.empty }, ...choices.map(option)]}
            onPick={(key) => {
              change([{ do: "set", place: ["grades", grading.key, "otherwise"], value: key === "" ? null : key }]);
            }}
          />
        )}
      </Row>
      <p className="grade-remove">
        <RemoveButton
          label={t.removeGrading(name)}
          title={t.removeTitle(name)}
          intro={t.removeIntro}
          place={["grades", grading.key]}
          onRemoved={onRemoved}
        />
      </p>
    </>
  );
}

import { useMemo, useState, type ReactNode } from "react";

import { renamed } from "@/features/design/body";
import { PickBox, Row, TextBox } from "@/features/design/desk/boxes";
import { ConditionBox } from "@/features/design/desk/conditions/ConditionBox";
import { HereProvider } from "@/features/design/desk/rules/here";
import { StepList } from "@/features/design/desk/rules/StepList";
import { TriggerList } from "@/features/design/desk/rules/TriggerList";
import { WaitBox } from "@/features/design/desk/rules/WaitBox";
import { Wrong } from "@/features/design/desk/rules/Wrong";
import { useEditor } from "@/features/design/editing";
import { numberOr, option } from "@/features/design/options";
import type { RulePeople } from "@/features/design/rules/api";
import { rulePlace, setRule } from "@/features/design/rules/edits";
import { plainRule } from "@/features/design/rules/samples";
import type { Rule } from "@/features/design/rules/shapes";
import type { DesignObject } from "@/features/design/shapes";
import { useRuleWords } from "@/features/design/words/rules";

interface Props {
  rule: Rule;
  object: DesignObject;
  known: RulePeople;
}

/** A rule as one sentence with slots: when, wait unless, if, then, else. */
export function RuleSentence({ rule, object, known }: Props) {
  const t = useRuleWords();
  const { body, change } = useEditor();
  const [{ open, fresh }, setOpen] = useState<{ open: ReadonlySet<string>; fresh: string | null }>({
    open: new Set(),
    fresh: null,
  });
  const here = useMemo(
    () => ({
      ...{ rule, object, known, open, fresh },
      toggle: (key: string, opened: boolean, made = false) => {
        setOpen((now) => {
          const next = new Set(now.open);
          if (opened) next.add(key);
          else next.delete(key);
          return { open: next, fresh: made ? key : null };
        });
      },
    }),
    [rule, object, known, open, fresh],
  );
  const place = rulePlace(rule);
  return (
    <HereProvider value={here}>
      <Head rule={rule} />
      <p className="muted design-keys">{t.keys}</p>
      <Part word={t.when}>
        <TriggerList
          triggers={rule.on}
          least={1}
          clock={!rule.wait}
          said={{ event: t.happens, only: t.onlyOf, remove: t.removeTrigger, add: t.addTrigger }}
          onChange={(on) => {
            change(setRule(rule, { on }));
          }}
        />
        <Wrong at={[...place, "on"]} />
        <Wrong at={[...place, "object"]} />
      </Part>
      <WaitBox />
      <Part word={t.if}>
        <ConditionBox
          label={t.if}
          none={t.always}
          object={object}
          body={body}
          value={rule.when ?? null}
          onChange={(when) => {
            change(setRule(rule, { when }));
          }}
        />
        <Wrong at={[...place, "when"]} />
      </Part>
      <Part word={t.then}>
        <StepList list={[...place, "then"]} steps={rule.then ?? []} depth={0} label={t.thenOf} />
        <Wrong at={[...place, "then"]} />
      </Part>
      {rule.when || rule.otherwise?.length ? (
        <Part word={t.otherwise}>
          <StepList list={[...place, "otherwise"]} steps={rule.otherwise ?? []} depth={0} label={t.otherwiseOf} />
        </Part>
      ) : null}
      <Bounds rule={rule} />
    </HereProvider>
  );
}

function Part({ word, children }: { word: string; children: ReactNode }) {
  return (
    <section className="rule-part" aria-label={word}>
      <h3>{word}</h3>
      <div>{children}</div>
    </section>
  );
}

/** What it is called, and which records it is about. */
function Head({ rule }: { rule: Rule }) {
  const t = useRuleWords();
  const { body, change } = useEditor();
  return (
    <div className="design-three">
      {(["zh", "en"] as const).map((which) => (
        <Row key={which} label={which === "zh" ? t.name : t.nameEn}>
          {(id) => (
            <TextBox
              id={id}
              needed
              value={rule.label[which]}
              onKeep={(text) => {
                change(setRule(rule, { label: renamed(rule.label, which, text) }));
              }}
            />
          )}
        </Row>
      ))}
      <Row label={t.object} hint={t.objectHint}>
        {(id) => (
          <PickBox
            id={id}
            value={rule.object}
            options={body.objects.map(option)}
            onPick={(key) => {
              const object = body.objects.find((one) => one.key === key);
              if (object === undefined) return;
              const { on, then } = plainRule(object, rule.label);
              change(setRule(rule, { object: key, on, wait: null, when: null, then, otherwise: null }));
            }}
          />
        )}
      </Row>
    </div>
  );
}

/** How often it may act, for whoever looks for it. */
function Bounds({ rule }: { rule: Rule }) {
  const t = useRuleWords();
  const { change } = useEditor();
  return (
    <details className="rule-more">
      <summary>{t.more}</summary>
      <Row label={t.perHour} hint={t.perHourHint}>
        {(id, hintId) => (
          <TextBox
            id={id}
            numeric
            needed
            {...(hintId === undefined ? {} : { describedBy: hintId })}
            value={String(rule.most_per_hour ?? 500)}
            onKeep={(text) => {
              change(setRule(rule, { most_per_hour: numberOr(text) }));
            }}
          />
        )}
      </Row>
    </details>
  );
}

import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";

import { useLang } from "@/lib/i18n";
import { RuleRow } from "@/features/design/desk/rules/RuleRow";
import { RemoveDialog } from "@/features/design/desk/RemoveDialog";
import { useEditor } from "@/features/design/editing";
import { useRulePeople } from "@/features/design/rules/api";
import { addRule, placeRule, removeRule } from "@/features/design/rules/edits";
import { mainObject, plainRule, samples } from "@/features/design/rules/samples";
import { ruleSaid } from "@/features/design/rules/said";
import type { Rule } from "@/features/design/rules/shapes";
import { useDesignWords } from "@/features/design/words";
import { useRuleWords } from "@/features/design/words/rules";
import { say } from "@/lib/i18n";
import { navigate } from "@/lib/router";
import { Button } from "@/ui/desk/Button";
import { Menu } from "@/ui/desk/choosers";
import { DragArea } from "@/ui/desk/drag";
import { EmptyState } from "@/ui/desk/states";

const rowHeight = 68;

/** All rules of a draft in their order, of which only those in sight are drawn. */
export function RuleList() {
  const t = useRuleWords();
  const { body, change } = useEditor();
  const [sought, setSought] = useState("");
  const [leaving, setLeaving] = useState<Rule | null>(null);
  const rules = body.rules ?? [];
  const found = useFound(sought);
  return (
    <section aria-label={t.rules}>
      <p className="muted">{t.intro}</p>
      <div className="bar">
        <input
          type="search"
          className="native-box rule-find"
          aria-label={t.find}
          placeholder={t.find}
          value={sought}
          onChange={({ target }) => {
            setSought(target.value);
          }}
        />
        <span role="status">{t.found(found.length, rules.length)}</span>
        <NewRule />
      </div>
      {rules.length === 0 ? (
        <EmptyState title={t.none} hint={t.noneHint} />
      ) : (
        <DragArea
          words={{ help: t.intro, over: (thing, place) => `${called(rules, thing)} → ${called(rules, place)}` }}
          onDrop={(thing, place) => {
            if (thing !== place) change(placeRule(thing, behind(rules, thing, place)));
          }}
        >
          <Rows rules={found} onRemove={setLeaving} />
        </DragArea>
      )}
      {leaving === null ? null : (
        <RemoveDialog
          title={t.removeTitle(say(leaving.label))}
          intro={t.removeIntro}
          onRemove={() => {
            change(removeRule(leaving));
            setLeaving(null);
          }}
          onClose={() => {
            setLeaving(null);
          }}
        />
      )}
    </section>
  );
}

function called(rules: readonly Rule[], key: string): string {
  return say(rules.find((one) => one.key === key)?.label);
}

/** Before which rule one comes to stand that is put down on another: it takes its place. */
function behind(rules: readonly Rule[], key: string, place: string): string | null {
  const [from, to] = [key, place].map((one) => rules.findIndex((rule) => rule.key === one)) as [number, number];
  return from < to ? (rules[to + 1]?.key ?? null) : place;
}

/** The rules whose name or sentence has what is sought in it. */
function useFound(sought: string): readonly Rule[] {
  const t = useRuleWords();
  const { units } = useDesignWords();
  const { body } = useEditor();
  const lang = useLang();
  const wanted = sought.trim().toLowerCase();
  return useMemo(() => {
    const rules = body.rules ?? [];
    if (wanted === "") return rules;
    return rules.filter((one) =>
      `${one.label.zh} ${one.label.en} ${lang} ${ruleSaid(one, body, t, units)}`.toLowerCase().includes(wanted),
    );
  }, [body, wanted, t, units, lang]);
}

function Rows({ rules, onRemove }: { rules: readonly Rule[]; onRemove: (rule: Rule) => void }) {
  const t = useRuleWords();
  const box = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is meant to be read anew at each drawing
  const virtual = useVirtualizer({
    count: rules.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    getItemKey: (index) => rules[index]?.key ?? index,
  });
  return (
    <div className="rule-rows" role="list" aria-label={t.rules} ref={box}>
      <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="presentation">
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const rule = rules[index];
          if (rule === undefined) return null;
          return (
            <div
              key={key}
              role="listitem"
              aria-setsize={rules.length}
              aria-posinset={index + 1}
              className="rule-row-at"
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
            >
              <RuleRow rule={rule} onRemove={onRemove} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** A rule of one's own, or one of the samples. */
function NewRule() {
  const t = useRuleWords();
  const { body, change, draft } = useEditor();
  const { data } = useRulePeople(draft.id);
  const object = mainObject(body);
  if (object === undefined) return null;
  const begin = (rule: Omit<Rule, "key">) => {
    const { edit, key } = addRule(body, rule);
    change(edit);
    navigate(`/design/${draft.id}/rules/${key}`);
  };
  const items = samples(body, data?.skills ?? []).map(({ key, rule }) => ({
    key,
    label: say(rule.label),
    onClick: () => {
      begin(rule);
    },
  }));
  return (
    <>
      <Menu items={items}>
        <Button>{t.fromSample}</Button>
      </Menu>
      <Button
        look="primary"
        onClick={() => {
          begin(plainRule(object, { zh: useRuleWords.of("zh").freshLabel, en: useRuleWords.of("en").freshLabel }));
        }}
      >
        {t.fresh}
      </Button>
    </>
  );
}

import { DesignFrame } from "@/features/design/desk/DesignFrame";
import { Rehearsed } from "@/features/design/desk/rules/Rehearsed";
import { RuleAsText } from "@/features/design/desk/rules/RuleAsText";
import { Switched } from "@/features/design/desk/rules/RuleRow";
import { RuleSentence } from "@/features/design/desk/rules/RuleSentence";
import { TryIt } from "@/features/design/desk/rules/TryIt";
import { useEditor } from "@/features/design/editing";
import { useRulePeople } from "@/features/design/rules/api";
import type { Rule } from "@/features/design/rules/shapes";
import type { Body } from "@/features/design/shapes";
import { useRuleWords } from "@/features/design/words/rules";
import { useRunWords } from "@/features/runs/words";
import { say } from "@/lib/i18n";
import { notFound } from "@/lib/refusal";
import { Link, useAddress } from "@/lib/router";
import { EmptyState, ErrorState, Loaded } from "@/ui/desk/states";
import "@/features/design/desk/rules/rules.css";

/** One rule of a draft, as the sentence it is. */
export function RulePage({ draft, rule }: { draft: number; rule: string }) {
  const t = useRuleWords();
  return (
    <DesignFrame
      id={draft}
      part="rules"
      first={t.sentence}
      second={{ value: "text", label: t.asText }}
      title={(body) => t.title(say(of(body, rule)?.label))}
    >
      {(body) => {
        const found = of(body, rule);
        return found === undefined ? (
          <EmptyState title={t.gone} hint={t.goneHint}>
            <Link to={`/design/${draft}/rules`}>{t.toList}</Link>
          </EmptyState>
        ) : (
          <Builder rule={found} />
        );
      }}
    </DesignFrame>
  );
}

function Builder({ rule }: { rule: Rule }) {
  const t = useRuleWords();
  const { body, draft } = useEditor();
  const runs = useRunWords();
  const text = useAddress().search.get("tab") === "text";
  const known = useRulePeople(draft.id);
  const object = body.objects.find(({ key }) => key === rule.object);
  if (object === undefined) return <ErrorState error={notFound} />;
  return (
    <>
      <p className="rule-top">
        <Link to={`/design/${draft.id}/rules`}>← {t.toList}</Link>
        <Switched rule={rule} />
        <Link to={`/rules/${rule.key}/runs`}>{runs.open}</Link>
      </p>
      <div className="rule-columns">
        {text ? (
          <RuleAsText rule={rule} />
        ) : (
          <section className="design-panel rule-sentence" aria-label={t.sentence}>
            <Loaded of={known}>{(people) => <RuleSentence rule={rule} object={object} known={people} />}</Loaded>
          </section>
        )}
        <div className="rule-aside">
          <Rehearsed rule={rule} object={object} />
          <TryIt rule={rule} object={object} />
        </div>
      </div>
    </>
  );
}

function of(body: Body, key: string): Rule | undefined {
  return body.rules?.find((one) => one.key === key);
}

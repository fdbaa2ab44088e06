import { DesignFrame } from "@/features/design/desk/DesignFrame";
import { RuleList } from "@/features/design/desk/rules/RuleList";
import { useRuleWords } from "@/features/design/words/rules";
import "@/features/design/desk/rules/rules.css";

/** The rules of a draft, in their order. */
export function RulesPage({ draft }: { draft: number }) {
  const t = useRuleWords();
  return (
    <DesignFrame id={draft} part="rules" first={t.tab} title={() => t.rules}>
      {() => <RuleList />}
    </DesignFrame>
  );
}

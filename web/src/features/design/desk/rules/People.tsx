import { useSetAction, type Of } from "@/features/design/desk/rules/acting";
import { WhomList } from "@/features/design/desk/rules/WhomBox";
import type { Whom } from "@/features/design/rules/shapes";
import { useRuleWords } from "@/features/design/words/rules";

/** Those who are told. */
export function People(of: Of) {
  const t = useRuleWords();
  const set = useSetAction(of);
  const to = Array.isArray(of.action.to) ? (of.action.to as readonly Whom[]) : [{ who: "owner" } as const];
  return (
    <div className="rule-line">
      <span>{t.who}</span>
      <WhomList
        whom={to}
        onChange={(next) => {
          set({ to: next });
        }}
      />
    </div>
  );
}

import type { Broken, Told, Where } from "@/features/design/changing";
import { useDesignWords } from "@/features/design/words";

type Changed = Exclude<Where, Broken>;
type Counted = Exclude<Changed, "form" | "quick"> | "forms";

const order: readonly Counted[] = [
  "field",
  "forms",
  "list_columns",
  "gate",
  "demand",
  "condition",
  "process",
  "stage",
  "role",
  "dashboard",
  "grade",
  "review",
  "rule",
  "approval",
];

/** What else is changed when something goes: how much of each kind, then each by name; and what can't go on. */
export function Along({ told }: { told: readonly Told[] }) {
  const t = useDesignWords();
  const changed = told.flatMap((one) => (isBroken(one.where) ? [] : [{ ...one, where: one.where }]));
  const counts = order.flatMap((kind) => {
    const count = changed.filter(({ where }) => kindOf(where) === kind).length;
    return count === 0 ? [] : [t.alongCounts[kind](count)];
  });
  const broken: Readonly<Record<Broken, (names: string) => string>> = {
    formula: t.alongBroken,
    broken_rule: t.alongRules,
    broken_approval: t.alongApprovals,
  };
  return (
    <>
      {told.length === 0 ? <p>{t.alongNothing}</p> : null}
      {counts.length === 0 ? null : <p>{t.along(counts.join(t.comma))}</p>}
      <ul className="design-along">
        {changed.map(({ where, name, gone }, i) => (
          <li key={i}>
            {`${t.alongWhere[where]}${t.colon}${name}`}
            {gone ? ` ${t.alongGone}` : null}
          </li>
        ))}
      </ul>
      {brokenKinds.map((kind) => {
        const names = told.filter(({ where }) => where === kind).map(({ name }) => name);
        return names.length === 0 ? null : (
          <p key={kind} className="design-wrong">
            {broken[kind](names.join(t.comma))}
          </p>
        );
      })}
    </>
  );
}

const brokenKinds: readonly Broken[] = ["formula", "broken_rule", "broken_approval"];

function isBroken(where: Where): where is Broken {
  return brokenKinds.some((kind) => kind === where);
}

function kindOf(where: Changed): Counted {
  return where === "form" || where === "quick" ? "forms" : where;
}

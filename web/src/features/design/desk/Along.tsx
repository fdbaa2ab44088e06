import type { Told, Where } from "@/features/design/changing";
import { useDesignWords } from "@/features/design/words";

type Counted = Exclude<Where, "form" | "quick" | "formula"> | "forms";

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
];

/** What else is changed when something goes: how much of each kind, then each by name; and what can't go on. */
export function Along({ told }: { told: readonly Told[] }) {
  const t = useDesignWords();
  const changed = told.filter(({ where }) => where !== "formula");
  const broken = told.filter(({ where }) => where === "formula").map(({ name }) => name);
  const counts = order.flatMap((kind) => {
    const count = changed.filter(({ where }) => kindOf(where) === kind).length;
    return count === 0 ? [] : [t.alongCounts[kind](count)];
  });
  return (
    <>
      <p>{counts.length === 0 ? t.alongNothing : t.along(counts.join(t.comma))}</p>
      <ul className="design-along">
        {changed.map(({ where, name }, i) => (
          <li key={i}>{where === "formula" ? name : `${t.alongWhere[where]}${t.colon}${name}`}</li>
        ))}
      </ul>
      {broken.length === 0 ? null : <p className="design-wrong">{t.alongBroken(broken.join(t.comma))}</p>}
    </>
  );
}

function kindOf(where: Where): Counted | "formula" {
  return where === "form" || where === "quick" ? "forms" : where;
}

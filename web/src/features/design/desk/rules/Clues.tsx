import { conditionWords, useConditionWords, valueSaid } from "@/features/design/conditions/said";
import { useEditor } from "@/features/design/editing";
import type { Judged } from "@/features/design/rules/api";
import type { Body, DesignObject } from "@/features/design/shapes";
import { useRehearsalWords } from "@/features/design/words/rehearsal";
import type { Condition } from "@/lib/conditions";
import { Glyph } from "@/ui/Status";

interface Props {
  judged: readonly Judged[];
  object: DesignObject;
  /** What is told has been, and may be otherwise now. */
  past?: boolean;
}

/** The comparisons of a condition with what really stands there, each with whether it holds. */
export function Clues({ judged, object, past = false }: Props) {
  const t = useRehearsalWords();
  const words = useConditionWords();
  const { body } = useEditor();
  return (
    <ul className="rule-clues">
      {judged.flatMap(({ place, clues }) =>
        clues.map((clue, i) => (
          <li key={`${place} ${i}`}>
            <Glyph tone={clue.holds ? "ok" : "idle"} />
            <span>
              {conditionWords(clue.asked as unknown as Condition, object, body)}
              {(past ? t.was : t.real)(foundSaid(clue, object, body, words) ?? t.empty)}
              <span className="vh"> {clue.holds ? t.holds : t.fails}</span>
              <span aria-hidden="true"> {clue.holds ? "✓" : "✗"}</span>
            </span>
          </li>
        )),
      )}
    </ul>
  );
}

type Clue = Judged["clues"][number];

function foundSaid(
  { asked, found }: Clue,
  object: DesignObject,
  body: Body,
  t: ReturnType<typeof useConditionWords>,
): string | null {
  const field = object.fields.find(({ key }) => key === asked["field"]);
  const all = (Array.isArray(found) ? found : [found]) as readonly unknown[];
  const said = all.flatMap((one) => {
    if (typeof one === "number") return [`${one.toLocaleString("en-US")}${field?.unit ? ` ${field.unit}` : ""}`];
    return typeof one === "string" || typeof one === "boolean" ? [valueSaid(one, field, body, t)] : [];
  });
  return said.length === 0 ? null : said.join("、");
}

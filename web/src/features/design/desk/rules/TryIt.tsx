import { useState } from "react";

import { Clues } from "@/features/design/desk/rules/Clues";
import { useKept } from "@/features/design/desk/rules/useKept";
import { useSettled, useTried, type Tried } from "@/features/design/rules/api";
import { allSteps } from "@/features/design/rules/edits";
import { stepName } from "@/features/design/rules/said";
import { isBranch, type Rule } from "@/features/design/rules/shapes";
import type { DesignObject } from "@/features/design/shapes";
import { useRehearsalWords } from "@/features/design/words/rehearsal";
import { useRuleWords } from "@/features/design/words/rules";
import { useRecords } from "@/features/records/api";
import { Problem } from "@/ui/desk/states";

interface Props {
  rule: Rule;
  object: DesignObject;
}

/** The rule tried on one record: which conditions hold, what would be done, and for whom. */
export function TryIt({ rule, object }: Props) {
  const t = useRehearsalWords();
  const [sought, setSought] = useState("");
  const [record, setRecord] = useState<number | null>(null);
  const asked = useRecords(object.key, { q: useSettled(sought) }, { limit: 20 });
  const found = asked.data?.pages[0]?.items ?? [];
  const tried = useTried(useKept(rule.key), record);
  return (
    <section className="design-panel rule-try" aria-label={t.try}>
      <h2>{t.try}</h2>
      <p className="muted">{t.tryNote}</p>
      <div className="rule-try-find">
        <input
          type="search"
          className="native-box"
          aria-label={t.find}
          placeholder={t.find}
          value={sought}
          onChange={({ target }) => {
            setSought(target.value);
          }}
        />
        <select
          className="native-box"
          aria-label={t.latest}
          value={record ?? ""}
          onChange={({ target }) => {
            setRecord(target.value === "" ? null : Number(target.value));
          }}
        >
          <option value="">{found.length === 0 ? t.nobody : t.latest}</option>
          {found.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </div>
      <Problem error={tried.error} />
      {record === null || tried.data === undefined ? null : <Told tried={tried.data} rule={rule} object={object} />}
    </section>
  );
}

function Told({ tried, rule, object }: Props & { tried: Tried }) {
  const t = useRehearsalWords();
  const words = useRuleWords();
  if (tried.closed) return <p role="status">{t.tryClosed}</p>;
  const steps = new Map(allSteps(rule).map((one) => [one.key, one]));
  return (
    <div role="status">
      <Clues judged={tried.judged} object={object} />
      <p className="rule-word">{tried.actions.length === 0 ? t.doesNothing : t.does}</p>
      <ul className="rule-does">
        {tried.actions.map(({ place, people }) => {
          const step = steps.get(place.slice(place.lastIndexOf(".") + 1));
          const names = people.map(({ name, instead_of: of }) => (of === null ? name : t.insteadOf(name, of)));
          return (
            <li key={place}>
              {step === undefined || isBranch(step) ? place : stepName(step, object, words)}
              {names.length === 0 ? "" : ` ${t.to(names.join(t.comma))}`}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

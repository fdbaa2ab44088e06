import { Clues } from "@/features/design/desk/rules/Clues";
import { useKept } from "@/features/design/desk/rules/useKept";
import { useRehearsal, type Rehearsal } from "@/features/design/rules/api";
import type { Happening, Rule } from "@/features/design/rules/shapes";
import type { DesignObject } from "@/features/design/shapes";
import { useRehearsalWords } from "@/features/design/words/rehearsal";
import { useRuleWords } from "@/features/design/words/rules";
import { useLang } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { stamp } from "@/lib/time";
import { Loaded } from "@/ui/desk/states";

/** What the rule would have done in the last days, asked anew whenever it rests. */
export function Rehearsed({ rule, object }: { rule: Rule; object: DesignObject }) {
  const t = useRehearsalWords();
  const asked = useRehearsal(useKept(rule.key));
  return (
    <section className="design-panel" aria-label={t.title} aria-busy={asked.isFetching}>
      <Loaded of={asked} rows={4}>
        {(found) => (found.closed ? <p>{t.closed}</p> : <Found found={found} object={object} />)}
      </Loaded>
      <p className="muted">{t.note}</p>
    </section>
  );
}

function Found({ found, object }: { found: Rehearsal; object: DesignObject }) {
  const t = useRehearsalWords();
  const remarks = [...(found.held > 0 ? [t.held(found.held)] : []), ...(found.whole ? [] : [t.cut])];
  return (
    <>
      <h2 role="status">{found.fired === 0 ? t.never : t.would(found.fired)}</h2>
      {remarks.map((remark) => (
        <p key={remark} className="muted">
          {remark}
        </p>
      ))}
      {found.people.length === 0 ? null : (
        <>
          <h3>{t.loads}</h3>
          <ul className="rule-loads">
            {found.people.map(({ name, most }, i) => (
              <li key={i} className={most > tooMany ? "design-wrong" : ""}>
                {t.load(name, most)}
              </li>
            ))}
          </ul>
        </>
      )}
      {found.cases.length === 0 ? null : <Cases found={found} object={object} />}
    </>
  );
}

const tooMany = 5; // times a day for one person

function Cases({ found, object }: { found: Rehearsal; object: DesignObject }) {
  const t = useRehearsalWords();
  const { events } = useRuleWords();
  const lang = useLang();
  const shown = found.cases.length;
  return (
    <>
      <h3>
        {t.cases}
        {shown < found.fired ? ` · ${t.first(shown)}` : ""}
      </h3>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <ul className="rule-cases" tabIndex={0} aria-label={t.cases}>
        {found.cases.map((one, i) => (
          <li key={i}>
            <Link to={`/r/${found.object}/${one.record_id}`}>{one.title || `#${one.record_id}`}</Link>{" "}
            <small className="muted">
              {stamp(one.at, lang)} · {events[one.event as Happening]}
              {one.people.length > 0 ? ` ${t.to(one.people.join(t.comma))}` : ""}
            </small>
            <Clues past judged={one.judged} object={object} />
          </li>
        ))}
      </ul>
    </>
  );
}

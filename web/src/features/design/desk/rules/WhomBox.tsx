import { PickBox } from "@/features/design/desk/boxes";
import { useHere } from "@/features/design/desk/rules/here";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { useEditor } from "@/features/design/editing";
import { option } from "@/features/design/options";
import { memberFields } from "@/features/design/rules/happenings";
import { whomOf } from "@/features/design/rules/making";
import type { Who, Whom } from "@/features/design/rules/shapes";
import { useRuleWords } from "@/features/design/words/rules";
import { Button } from "@/ui/desk/Button";
import type { Option } from "@/ui/kit";

const kinds: readonly Who[] = ["owner", "manager", "member", "role", "skill", "person"];

interface Props {
  whom: Whom;
  at: number;
  onChange: (whom: Whom) => void;
}

/** One person, by what they are to the record. */
export function WhomBox({ whom, at, onChange }: Props) {
  const t = useRuleWords();
  const { body } = useEditor();
  const { object, known } = useHere();
  const having = { fields: memberFields(object), roles: body.roles ?? [], ...known };
  const offered = kinds.filter((who) => who === whom.who || whomOf(who, having) !== null);
  const which = useWhich(whom);
  return (
    <span className="rule-whom">
      <PickBox
        label={t.whoOf(at)}
        value={whom.who}
        options={offered.map((who) => ({ value: who, label: t.people[who] }))}
        onPick={(who) => {
          const next = whomOf(who as Who, having);
          if (next !== null) onChange(next);
        }}
      />
      {whom.who === "manager" ? (
        <PickBox
          label={t.whichOf(at)}
          value={String(whom.levels ?? 1)}
          options={t.levelsUp.map((label, i) => ({ value: String(i + 1), label }))}
          onPick={(levels) => {
            onChange({ who: "manager", levels: Number(levels) });
          }}
        />
      ) : null}
      {which === null ? null : (
        <PickBox
          label={t.whichOf(at)}
          value={whom.key ?? ""}
          options={which}
          onPick={(key) => {
            onChange({ who: whom.who, key });
          }}
        />
      )}
    </span>
  );
}

/** Those of a kind one may choose from; what is chosen and gone meanwhile stays in sight. */
function useWhich({ who, key }: Whom): readonly Option[] | null {
  const { body } = useEditor();
  const { object, known } = useHere();
  const found: Readonly<Partial<Record<Who, readonly Option[]>>> = {
    member: memberFields(object).map(option),
    role: (body.roles ?? []).map(option),
    skill: known.skills.map((value) => ({ value, label: value })),
    person: known.people.map(({ login, name }) => ({ value: login, label: name })),
  };
  const options = found[who];
  if (options === undefined) return null;
  const gone = typeof key === "string" && options.every(({ value }) => value !== key);
  return gone ? [{ value: key, label: key }, ...options] : options;
}

const most = 8;

/** Several people, each told once. */
export function WhomList({ whom, onChange }: { whom: readonly Whom[]; onChange: (whom: readonly Whom[]) => void }) {
  const t = useRuleWords();
  const replaced = (at: number, by: Whom | null) =>
    whom.flatMap((one, i) => (i === at ? (by === null ? [] : [by]) : [one]));
  return (
    <ul className="rule-people">
      {whom.map((one, i) => (
        <li key={i}>
          <WhomBox
            whom={one}
            at={i + 1}
            onChange={(next) => {
              onChange(replaced(i, next));
            }}
          />
          <SmallAct
            label={t.removePerson(i + 1)}
            disabled={whom.length === 1}
            onClick={() => {
              onChange(replaced(i, null));
            }}
          >
            ×
          </SmallAct>
        </li>
      ))}
      <li>
        <Button
          size="small"
          look="quiet"
          disabled={whom.length >= most}
          onClick={() => {
            onChange([...whom, { who: "manager" }]);
          }}
        >
          + {t.addPerson}
        </Button>
      </li>
    </ul>
  );
}

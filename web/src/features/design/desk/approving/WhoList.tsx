import { addWho, findBy, stepPlace } from "@/features/design/approvals";
import type { Of } from "@/features/design/desk/approving/StepBox";
import { PickBox, TextBox } from "@/features/design/desk/boxes";
import { numberOr, option } from "@/features/design/options";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { useEditor } from "@/features/design/editing";
import type { Approver, ApproverBy } from "@/features/design/approvalShapes";
import { useApprovingWords } from "@/features/design/words/approvals";
import { usePeople, useTeams } from "@/features/org/api";
import { Button } from "@/ui/desk/Button";
import type { Option } from "@/ui/kit";

const ways: readonly ApproverBy[] = ["manager", "role", "person", "team", "skill"];

/** Who is asked in a step, one line each. */
export function WhoList({ approval, step }: Of) {
  const t = useApprovingWords();
  const { change } = useEditor();
  return (
    <div className="approving-who" role="group" aria-label={t.who}>
      <b>{t.who}</b>
      <ul>
        {step.who.map((who, place) => (
          <li key={who.key}>
            <OneWho approval={approval} step={step} who={who} number={place + 1} />
          </li>
        ))}
      </ul>
      <Button
        size="small"
        onClick={() => {
          change(addWho(approval, step));
        }}
      >
        {t.addWho}
      </Button>
    </div>
  );
}

interface WhoProps extends Of {
  who: Approver;
  number: number;
}

function OneWho(props: WhoProps) {
  const { approval, step, who, number } = props;
  const t = useApprovingWords();
  const { change } = useEditor();
  const choices = useChoices();
  return (
    <div className="approving-one" role="group" aria-label={t.whoNumber(number)}>
      <PickBox
        label={t.byOf(number)}
        value={who.by}
        options={ways.map((value) => ({ value, label: t.by[value] }))}
        onPick={(by) => {
          const chosen = by as ApproverBy;
          change(findBy(approval, step, who, chosen, choices(chosen)[0]?.value ?? ""));
        }}
      />
      {who.by === "manager" ? <Levels {...props} /> : <Named {...props} options={choices(who.by)} />}
      <SmallAct
        label={t.removeWho(number)}
        disabled={step.who.length === 1}
        onClick={() => {
          change([{ do: "remove", place: [...stepPlace(approval, step), "who", who.key] }]);
        }}
      >
        ×
      </SmallAct>
    </div>
  );
}

/** What there is to choose from, by the way in which somebody is found. */
function useChoices(): (by: ApproverBy) => readonly Option[] {
  const { body } = useEditor();
  const people = (usePeople().data ?? []).filter((one) => one.active);
  const teams = useTeams().data ?? [];
  const skills = body.dictionaries?.find(({ key }) => key === "skills")?.entries ?? [];
  const lists: Readonly<Record<ApproverBy, readonly Option[]>> = {
    manager: [],
    role: (body.roles ?? []).map(option),
    person: people.map(({ login, name }) => ({ value: login ?? "", label: name })),
    team: teams.map(({ name }) => ({ value: name, label: name })),
    skill: skills.map(option),
  };
  return (by) => lists[by];
}

function useSetWho({ approval, step, who }: WhoProps) {
  const { change } = useEditor();
  return (member: keyof Approver, value: unknown) => {
    change([{ do: "set", place: [...stepPlace(approval, step), "who", who.key, member], value }]);
  };
}

function Levels(props: WhoProps) {
  const t = useApprovingWords();
  const set = useSetWho(props);
  return (
    <>
      <span className="muted">{t.up1}</span>
      <TextBox
        label={t.levels}
        numeric
        needed
        value={String(props.who.levels ?? 1)}
        onKeep={(text) => {
          set("levels", numberOr(text));
        }}
      />
      <span className="muted">{t.up2}</span>
    </>
  );
}

function Named(props: WhoProps & { options: readonly Option[] }) {
  const { who, options } = props;
  const t = useApprovingWords();
  const set = useSetWho(props);
  if (who.by === "manager") return null;
  const { by } = who;
  const value = who[by] ?? "";
  const known = options.some((one) => one.value === value);
  return (
    <>
      {options.length === 0 ? (
        <TextBox
          label={t.which[by]}
          needed
          value={value}
          onKeep={(text) => {
            set(by, text);
          }}
        />
      ) : (
        <PickBox
          label={t.which[by]}
          value={value}
          options={known ? options : [{ value, label: value }, ...options]}
          onPick={(chosen) => {
            set(by, chosen);
          }}
        />
      )}
      {by === "role" || by === "skill" ? (
        <label>
          <input
            type="checkbox"
            checked={who.everybody === true}
            onChange={(event) => {
              set("everybody", event.target.checked);
            }}
          />{" "}
          {t.everybody}
        </label>
      ) : null}
    </>
  );
}

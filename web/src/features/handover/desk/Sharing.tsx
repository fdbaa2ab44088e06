import type { Estate } from "@/features/handover/api";
import { PersonSelect } from "@/features/handover/desk/People";
import { put, type Choice, type How } from "@/features/handover/plan";
import { useHandoverWords } from "@/features/handover/words";
import { usePeople } from "@/features/org/api";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { Button } from "@/ui/desk/Button";
import { Chips, Select } from "@/ui/desk/choosers";
import { Card } from "@/ui/desk/PageHeader";

interface Props {
  estate: Estate;
  choice: Choice;
  onChange: (choice: Choice) => void;
}

/** To whom: one, several in turn, by a field, or customer by customer. */
export function Sharing({ estate, choice, onChange }: Props) {
  const t = useHandoverWords();
  const set = (patch: Partial<Choice>) => {
    onChange({ ...choice, ...patch });
  };
  const hows: readonly How[] = ["one", "in_turn", "by_field", "each"];
  const near = [
    estate.manager === null ? null : { ...estate.manager, label: t.manager(estate.manager.name) },
    estate.substitute === null ? null : { ...estate.substitute, label: t.substitute(estate.substitute.name) },
  ].filter((one) => one !== null);
  return (
    <Card title={t.toWhom}>
      <Chips
        label={t.how}
        value={choice.how}
        options={hows.map((how) => ({ value: how, label: t.hows[how] }))}
        onChange={(how) => {
          set({ how: how as How });
        }}
      />
      <p className="handover-line muted">{t.hints[choice.how]}</p>
      {choice.how === "in_turn" ? (
        <Several estate={estate} choice={choice} onChange={onChange} />
      ) : (
        <p className="handover-line">
          <span>{choice.how === "one" ? t.to : t.otherwise}</span>
          <PersonSelect
            label={choice.how === "one" ? t.to : t.otherwise}
            value={choice.one}
            without={[estate.person.id]}
            onChange={(one) => {
              set({ one });
            }}
          />
          {near.map((one) => (
            <Button
              key={one.label}
              size="small"
              pressed={choice.one === one.id}
              onClick={() => {
                set({ one: one.id });
              }}
            >
              {one.label}
            </Button>
          ))}
        </p>
      )}
      {choice.how === "by_field" ? <ByField estate={estate} choice={choice} onChange={onChange} /> : null}
      {choice.how === "each" ? <Each estate={estate} choice={choice} onChange={onChange} /> : null}
      <p className="handover-line">
        <span>{t.rest}</span>
        <PersonSelect
          label={t.rest}
          clearable
          value={choice.rest}
          placeholder={t.sameAsDefault}
          without={[estate.person.id]}
          onChange={(rest) => {
            set({ rest });
          }}
        />
        <small className="muted">{t.restHint}</small>
      </p>
    </Card>
  );
}

function Several({ estate, choice, onChange }: Props) {
  const t = useHandoverWords();
  const names = new Map((usePeople().data ?? []).map((one) => [one.id, one.name]));
  return (
    <div className="handover-line">
      {choice.several.map((person) => (
        <Button
          key={person}
          size="small"
          label={t.remove(names.get(person) ?? "")}
          onClick={() => {
            onChange({ ...choice, several: choice.several.filter((one) => one !== person) });
          }}
        >
          {names.get(person) ?? String(person)} ×
        </Button>
      ))}
      <PersonSelect
        label={t.add}
        value={null}
        without={[estate.person.id, ...choice.several]}
        onChange={(person) => {
          if (person !== null) onChange({ ...choice, several: [...choice.several, person] });
        }}
      />
    </div>
  );
}

function ByField({ estate, choice, onChange }: Props) {
  const t = useHandoverWords();
  return (
    <>
      <p className="handover-line">
        <span>{t.field}</span>
        <Select
          label={t.field}
          width={260}
          value={choice.by === "" ? null : choice.by}
          options={estate.sharing.map((one) => ({ value: one.key, label: one.label }))}
          onChange={(by) => {
            onChange({ ...choice, by: by ?? "", values: {} });
          }}
        />
      </p>
      <Rows
        rows={choice.by === "" ? [] : estate.values.map((one) => ({ ...one, label: one.label || t.noValue }))}
        chosen={choice.values}
        without={estate.person.id}
        onChange={(values) => {
          onChange({ ...choice, values });
        }}
      />
    </>
  );
}

function Each({ estate, choice, onChange }: Props) {
  const t = useHandoverWords();
  const lang = useLang();
  return (
    <>
      <Rows
        rows={estate.customers.map((one) => ({ ...one, label: one.label || t.hidden }))}
        chosen={choice.each}
        without={estate.person.id}
        onChange={(each) => {
          onChange({ ...choice, each });
        }}
      />
      {estate.customers_more > 0 ? <p className="muted">{t.more(count(estate.customers_more, lang))}</p> : null}
    </>
  );
}

function Rows(props: {
  rows: Estate["values"];
  chosen: Readonly<Record<string, number>>;
  without: number;
  onChange: (chosen: Readonly<Record<string, number>>) => void;
}) {
  const t = useHandoverWords();
  const lang = useLang();
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys
    <div className="handover-rows" role="region" aria-label={t.toWhom} tabIndex={0}>
      <table className="handover-table">
        <tbody>
          {props.rows.map((one) => (
            <tr key={one.key}>
              <th scope="row">{one.label}</th>
              <td>{count(one.count, lang)}</td>
              <td>
                <PersonSelect
                  label={`${t.to} ${one.label}`}
                  clearable
                  placeholder={t.sameAsDefault}
                  value={props.chosen[one.key] ?? null}
                  without={[props.without]}
                  onChange={(person) => {
                    props.onChange(put(props.chosen, one.key, person));
                  }}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

import { useRef } from "react";

import type { Pack } from "@/features/setup/api";
import { MOST_COLLEAGUES, type Colleague, type Wish } from "@/features/setup/wish";
import { useNewWords } from "@/pages/desk/new/words";
import { Button } from "@/ui/desk/Button";

interface Props {
  pack: Pack;
  wish: Wish;
  onChange: (wish: Wish) => void;
}

/** Up to five colleagues with their roles; one of them may lead the team. */
export function Colleagues({ pack, wish, onChange }: Props) {
  const t = useNewWords();
  const box = useRef<HTMLFieldSetElement>(null);
  const set = (colleagues: readonly Colleague[]) => {
    onChange({ ...wish, colleagues });
  };
  const change = (place: number, part: Partial<Colleague>) => {
    set(wish.colleagues.map((one, at) => (at === place ? { ...one, ...part } : one)));
  };
  const lead = (place: number, leads: boolean) => {
    const role = pack.roles.find((one) => one.leads)?.key;
    set(
      wish.colleagues.map((one, at) =>
        at === place
          ? { ...one, leads, ...(leads && role !== undefined ? { role } : {}) }
          : { ...one, leads: leads ? false : one.leads },
      ),
    );
  };
  const add = () => {
    set([...wish.colleagues, { name: "", role: pack.roles[0]?.key ?? "", leads: false }]);
    setTimeout(() => {
      box.current?.querySelector<HTMLElement>("li:last-child input")?.focus();
    });
  };
  return (
    <fieldset className="new-people" ref={box}>
      <legend>{t.colleagues}</legend>
      <p className="muted">{t.colleaguesHint}</p>
      <ol>
        {wish.colleagues.map((one, place) => (
          <Row
            key={place}
            pack={pack}
            place={place}
            one={one}
            onChange={(part) => {
              change(place, part);
            }}
            onLead={(leads) => {
              lead(place, leads);
            }}
            onDrop={() => {
              set(wish.colleagues.filter((_, at) => at !== place));
            }}
          />
        ))}
      </ol>
      {wish.colleagues.length < MOST_COLLEAGUES ? <Button onClick={add}>{t.addColleague}</Button> : null}
    </fieldset>
  );
}

interface RowProps {
  pack: Pack;
  place: number;
  one: Colleague;
  onChange: (part: Partial<Colleague>) => void;
  onLead: (leads: boolean) => void;
  onDrop: () => void;
}

function Row({ pack, place, one, onChange, onLead, onDrop }: RowProps) {
  const t = useNewWords();
  return (
    <li>
      <input
        className="native-box"
        aria-label={t.name(place + 1)}
        placeholder={t.person}
        autoComplete="off"
        maxLength={100}
        value={one.name}
        onChange={(event) => {
          onChange({ name: event.target.value });
        }}
      />
      <select
        className="native-box"
        aria-label={t.role(place + 1)}
        value={one.role}
        onChange={(event) => {
          onChange({ role: event.target.value });
        }}
      >
        {pack.roles.map((role) => (
          <option key={role.key} value={role.key}>
            {role.label}
          </option>
        ))}
      </select>
      <label className="new-tick">
        <input
          type="checkbox"
          aria-label={t.leadsOf(place + 1)}
          checked={one.leads}
          onChange={(event) => {
            onLead(event.target.checked);
          }}
        />
        {t.leads}
      </label>
      <Button look="quiet" label={t.drop(place + 1)} onClick={onDrop}>
        ×
      </Button>
    </li>
  );
}

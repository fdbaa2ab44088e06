import type { Thing } from "@/features/agenda/api";
import { useDayWords } from "@/features/agenda/words";
import { useLang } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { when } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { Status, type Tone } from "@/ui/Status";

export interface RowActs {
  done?: (thing: Thing) => void;
  putOff?: (thing: Thing) => void;
  takeUp?: (thing: Thing) => void;
  give?: (thing: Thing) => void;
  nudge?: (thing: Thing) => void;
}

interface Props {
  label: string;
  things: readonly Thing[];
  at: number;
  chosen: ReadonlySet<string> | null;
  onChoose: (keys: readonly string[], on: boolean) => void;
  acts: RowActs;
}

/** The list: what, about whom, why it stands here, by when, and what one does about it. */
export function DayTable({ label, things, at, chosen, onChoose, acts }: Props) {
  const t = useDayWords();
  const keys = things.map((one) => one.thing);
  return (
    <div className="day-scroll">
      <table className="day-table" aria-label={label}>
        <thead>
          <tr>
            {chosen === null ? null : (
              <th scope="col">
                <input
                  type="checkbox"
                  aria-label={t.chooseAll}
                  checked={keys.length > 0 && keys.every((key) => chosen.has(key))}
                  onChange={(event) => {
                    onChoose(keys, event.target.checked);
                  }}
                />
              </th>
            )}
            <th scope="col">{t.columns.why}</th>
            <th scope="col">{t.columns.what}</th>
            <th scope="col">{t.columns.about}</th>
            <th scope="col">{t.columns.due}</th>
            <th scope="col">{t.columns.acts}</th>
          </tr>
        </thead>
        <tbody>
          {things.map((thing, index) => (
            <Row
              key={thing.thing}
              thing={thing}
              here={index === at}
              chosen={chosen?.has(thing.thing) ?? null}
              onChoose={(on) => {
                onChoose([thing.thing], on);
              }}
              acts={acts}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface RowProps {
  thing: Thing;
  here: boolean;
  chosen: boolean | null;
  onChoose: (on: boolean) => void;
  acts: RowActs;
}

function Row({ thing, here, chosen, onChoose, acts }: RowProps) {
  const t = useDayWords();
  const title = thing.title === "" ? t.unseen : thing.title;
  const to = addressOf(thing);
  return (
    <tr className={here ? "day-at" : ""} data-thing={thing.thing}>
      {chosen === null ? null : (
        <td>
          <input
            type="checkbox"
            aria-label={t.choose(title)}
            checked={chosen}
            onChange={(event) => {
              onChoose(event.target.checked);
            }}
          />
        </td>
      )}
      <td>
        <Why thing={thing} />
      </td>
      <th scope="row">
        {to === null ? title : <Link to={to}>{title}</Link>}
        <small>
          {[t.kindOf(thing.kind), thing.stage, thing.field, said(thing, t)].filter((one) => one !== "").join(" · ")}
        </small>
      </th>
      <td>{thing.customer?.name ?? ""}</td>
      <td>
        <Due thing={thing} />
      </td>
      <td>
        <div className="day-acts">
          <RowButtons thing={thing} acts={acts} title={title} />
        </div>
      </td>
    </tr>
  );
}

function RowButtons({ thing, acts, title }: { thing: Thing; acts: RowActs; title: string }) {
  const t = useDayWords();
  const may = (what: string) => thing.can.includes(what);
  const shown = [
    [t.done, may("done") ? acts.done : undefined],
    [t.takeUp, acts.takeUp],
    [t.putOff, may("put_off") ? acts.putOff : undefined],
    [t.give, may("give") ? acts.give : undefined],
    [t.nudge, thing.done_at === null ? acts.nudge : undefined],
  ] as const;
  return shown.map(([label, act]) =>
    act === undefined ? null : (
      <Button
        key={label}
        size="small"
        label={`${label}：${title}`}
        onClick={() => {
          act(thing);
        }}
      >
        {label}
      </Button>
    ),
  );
}

function Why({ thing }: { thing: Thing }) {
  const t = useDayWords();
  if (thing.done_at !== null) return <Status tone="ok">{t.doneAt}</Status>;
  return <Status tone={tones[thing.why]}>{t.why[thing.why]}</Status>;
}

const tones: Readonly<Record<Thing["why"], Tone>> = {
  overdue: "bad",
  others_wait: "warn",
  today: "warn",
  nearly_due: "warn",
  expires: "idle",
  later: "idle",
  no_limit: "idle",
};

function Due({ thing }: { thing: Thing }) {
  const t = useDayWords();
  const lang = useLang();
  if (thing.put_off_until !== null) return t.until(when(thing.put_off_until, lang));
  if (thing.days !== null) return t.days(thing.days);
  return thing.due_at === null ? "—" : <time dateTime={thing.due_at}>{when(thing.due_at, lang)}</time>;
}

function said(thing: Thing, t: ReturnType<typeof useDayWords>): string {
  if (thing.holder !== null) return t.at(thing.holder.name);
  return thing.given_by === "" ? "" : t.by(thing.given_by);
}

/** Where a thing is done: at its record. */
export function addressOf(thing: Thing): string | null {
  return thing.about === null ? null : `/r/${thing.about.object}/${thing.about.id}`;
}

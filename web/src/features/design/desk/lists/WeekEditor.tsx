import { PickBox, Row } from "@/features/design/desk/boxes";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { added, setCalendar, setWeek, weekdays, weekOf, type Stretch, type Weekday } from "@/features/design/calendar";
import { useEditor } from "@/features/design/editing";
import { useCalendarWords } from "@/features/design/words/calendar";
import { Button } from "@/ui/desk/Button";

/** The working week, several stretches a day, with whose holidays are kept and which clock counts. */
export function WeekEditor() {
  const t = useCalendarWords();
  const { body, change } = useEditor();
  const week = weekOf(body.calendar);
  const zone = body.calendar?.zone ?? "Asia/Shanghai";
  const zones = [...new Set([zone, ...zonesOffered])];
  const holidays = body.calendar?.holidays ?? "cn";
  return (
    <section className="design-panel" aria-label={t.week}>
      <h2>{t.week}</h2>
      {weekdays.map((day) => (
        <Day
          key={day}
          day={day}
          stretches={week[day]}
          onKeep={(stretches) => {
            change(setWeek(body, { ...week, [day]: stretches }));
          }}
          onCopy={() => {
            const alike = Object.fromEntries(weekdays.slice(0, 5).map((one) => [one, week[day]]));
            change(setWeek(body, { ...week, ...alike }));
          }}
        />
      ))}
      <div className="design-two">
        <Row label={t.holidays}>
          {(id) => (
            <PickBox
              id={id}
              value={holidays}
              options={(["cn", "none"] as const).map((value) => ({ value, label: t.holidayKinds[value] }))}
              onPick={(value) => {
                change(setCalendar(body, { holidays: value === "none" ? "none" : "cn" }));
              }}
            />
          )}
        </Row>
        <Row label={t.zone}>
          {(id) => (
            <PickBox
              id={id}
              value={zone}
              options={zones.map((value) => ({ value, label: value }))}
              onPick={(value) => {
                change(setCalendar(body, { zone: value }));
              }}
            />
          )}
        </Row>
      </div>
      <p className="muted">{t.teams}</p>
    </section>
  );
}

/** Where companies that use this work; one of another zone keeps what its document says. */
const zonesOffered = [
  "Asia/Shanghai",
  "Asia/Urumqi",
  "Asia/Hong_Kong",
  "Asia/Taipei",
  "Asia/Singapore",
  "Asia/Tokyo",
  "Asia/Seoul",
  "Asia/Bangkok",
  "Asia/Jakarta",
  "Asia/Kolkata",
  "Asia/Dubai",
  "Europe/Moscow",
  "Europe/Berlin",
  "Europe/London",
  "America/New_York",
  "America/Los_Angeles",
  "Australia/Sydney",
  "UTC",
];

interface DayProps {
  day: Weekday;
  stretches: readonly Stretch[];
  onKeep: (stretches: readonly Stretch[]) => void;
  onCopy: () => void;
}

function Day({ day, stretches, onKeep, onCopy }: DayProps) {
  const t = useCalendarWords();
  const name = t.days[day];
  return (
    <fieldset className="week-day">
      <legend>{name}</legend>
      {stretches.length === 0 ? <span className="muted">{t.rest}</span> : null}
      {stretches.map((stretch, i) => (
        <span key={`${i} ${stretch.from} ${stretch.to}`} className="week-stretch">
          {(["from", "to"] as const).map((end) => (
            <Clock
              key={end}
              label={t[end](name, i + 1)}
              value={stretch[end]}
              onKeep={(value) => {
                onKeep(stretches.map((one, at) => (at === i ? { ...one, [end]: value } : one)));
              }}
            />
          ))}
          <SmallAct
            label={t.remove(name, i + 1)}
            onClick={() => {
              onKeep(stretches.filter((_, at) => at !== i));
            }}
          >
            ×
          </SmallAct>
        </span>
      ))}
      <Button
        size="small"
        look="quiet"
        label={t.addTo(name)}
        onClick={() => {
          onKeep(added(stretches));
        }}
      >
        {t.add}
      </Button>
      {stretches.length === 0 ? null : (
        <Button size="small" look="quiet" label={t.copyFrom(name)} onClick={onCopy}>
          {t.copy}
        </Button>
      )}
    </fieldset>
  );
}

/** A time of day, kept when one leaves it: in between it is not one yet. Midnight ends a day as 24:00. */
function Clock({ label, value, onKeep }: { label: string; value: string; onKeep: (value: string) => void }) {
  return (
    <input
      type="time"
      className="native-box"
      aria-label={label}
      defaultValue={value === "24:00" ? "00:00" : value}
      onBlur={(event) => {
        const said = event.target.value;
        if (said !== "" && said !== value && !(said === "00:00" && value === "24:00")) onKeep(said);
      }}
    />
  );
}

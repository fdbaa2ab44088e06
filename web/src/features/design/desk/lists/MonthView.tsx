import { useState } from "react";

import { LimitBox, Row } from "@/features/design/desk/boxes";
import { useCalendarMonth, useDue, type CalendarDay } from "@/features/design/calendar";
import { useEditor } from "@/features/design/editing";
import { useCalendarWords } from "@/features/design/words/calendar";
import { useLang } from "@/lib/i18n";
import { Button } from "@/ui/desk/Button";
import { Loaded, Problem } from "@/ui/desk/states";

/** A month as the server counts it: workdays, holidays and make-up days. */
export function MonthView() {
  const t = useCalendarWords();
  const { draft } = useEditor();
  const [at, setAt] = useState(() => monthOf(new Date()));
  const [year, month] = [Math.floor(at / 12), (at % 12) + 1];
  return (
    <section className="design-panel" aria-label={t.month(year, month)}>
      <div className="month-head">
        <Button
          size="small"
          label={t.before}
          onClick={() => {
            setAt(at - 1);
          }}
        >
          ←
        </Button>
        <h2 aria-live="polite">{t.month(year, month)}</h2>
        <Button
          size="small"
          label={t.after}
          onClick={() => {
            setAt(at + 1);
          }}
        >
          →
        </Button>
      </div>
      <Loaded of={useCalendarMonth(draft.id, draft.revision, year, month)}>
        {(found) => (
          <>
            <Days days={found.days} />
            {found.guess ? <p className="muted">{t.guess}</p> : null}
          </>
        )}
      </Loaded>
      <TryOut />
    </section>
  );
}

function Days({ days }: { days: readonly CalendarDay[] }) {
  const t = useCalendarWords();
  const first = days[0] === undefined ? 0 : (new Date(`${days[0].day}T00:00:00`).getDay() + 6) % 7;
  const cells: (CalendarDay | null)[] = [...Array.from({ length: first }, () => null), ...days];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, n) => cells.slice(n * 7, n * 7 + 7));
  return (
    <table className="month">
      <thead>
        <tr>
          {t.short.map((day) => (
            <th key={day} scope="col">
              {day}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, n) => (
          <tr key={n}>
            {week.map((day, i) =>
              day === null ? (
                <td key={i} />
              ) : (
                <td key={day.day} className={`month-${day.kind}`} title={day.hours.join(" ")}>
                  <b>{Number(day.day.slice(8))}</b>
                  <small>{day.kind === "holiday" ? (day.name ?? t.kinds.holiday) : t.kinds[day.kind]}</small>
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** When something would be due that begins then and may take so long. */
function TryOut() {
  const t = useCalendarWords();
  const { draft } = useEditor();
  const lang = useLang();
  const [start, setStart] = useState(() => `${friday(new Date())}T16:00`);
  const [limit, setLimit] = useState<string | null>("2 workdays");
  const due = useDue(draft.id, draft.revision, start, limit);
  return (
    <div className="month-try">
      <h3>{t.tryOut}</h3>
      <div className="design-two">
        <Row label={t.start}>
          {(id) => (
            <input
              id={id}
              type="datetime-local"
              className="native-box"
              value={start}
              onChange={(event) => {
                setStart(event.target.value);
              }}
            />
          )}
        </Row>
        <LimitBox label={t.limit} value={limit} onKeep={setLimit} />
      </div>
      <p role="status">
        <b>{due.data === undefined ? "" : t.due(onTheWall(due.data.due, lang))}</b>
      </p>
      <Problem error={due.error} />
    </div>
  );
}

/** A moment as its own zone's clock shows it: what stands before the offset. */
function onTheWall(moment: string, lang: "zh" | "en"): string {
  const wall = new Date(`${moment.slice(0, 16)}:00`);
  return wall.toLocaleString(lang === "zh" ? "zh-CN" : "en-GB", {
    month: "long",
    day: "numeric",
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
  });
}

function monthOf(day: Date): number {
  return day.getFullYear() * 12 + day.getMonth();
}

/** The next Friday, as a date is written. */
function friday(today: Date): string {
  const day = new Date(today.getFullYear(), today.getMonth(), today.getDate() + ((12 - today.getDay()) % 7));
  const two = (n: number) => String(n).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

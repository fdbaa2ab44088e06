import { DesignFrame } from "@/features/design/desk/DesignFrame";
import { MonthView } from "@/features/design/desk/lists/MonthView";
import { WeekEditor } from "@/features/design/desk/lists/WeekEditor";
import { useCalendarWords } from "@/features/design/words/calendar";
import "@/features/design/desk/lists/lists.css";

/** The working time of a draft: the week as it is set, a month as it is counted. */
export function CalendarPage({ draft }: { draft: number }) {
  const t = useCalendarWords();
  return (
    <DesignFrame id={draft} part="calendar" first={t.tab} title={() => t.calendar}>
      {() => (
        <>
          <p className="muted">{t.intro}</p>
          <div className="calendar-columns">
            <WeekEditor />
            <MonthView />
          </div>
        </>
      )}
    </DesignFrame>
  );
}

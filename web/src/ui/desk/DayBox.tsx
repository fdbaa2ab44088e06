import { Input } from "antd";
import { useRef, useState, type ComponentProps } from "react";

import { dayMeant } from "@/lib/days";
import { dictionary } from "@/lib/i18n";
import type { Kit } from "@/ui/kit";

const useWords = dictionary(
  { example: "明天、下周一、11-28", calendar: "打开日历" },
  { example: "tomorrow, next Mon, 11-28", calendar: "Open the calendar" },
);

/** A day, typed the way one says it; the calendar is there for those who want it. */
export function DayBox({ id, value, onChange, onLeave, invalid, describedBy }: ComponentProps<Kit["Day"]>) {
  const t = useWords();
  const [typed, setTyped] = useState<string | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const settle = () => {
    if (typed !== null) onChange(typed.trim() === "" ? null : (dayMeant(typed, new Date()) ?? value));
    setTyped(null);
    onLeave?.();
  };
  return (
    <span className="day-box">
      <Input
        id={id}
        aria-invalid={invalid ?? false}
        {...(describedBy === undefined ? {} : { "aria-describedby": describedBy })}
        {...(invalid === true ? { status: "error" as const } : {})}
        value={typed ?? value ?? ""}
        placeholder={t.example}
        onChange={(event) => {
          setTyped(event.target.value);
        }}
        onBlur={settle}
        onPressEnter={settle}
        suffix={
          <button
            type="button"
            className="day-box-open"
            aria-label={t.calendar}
            onClick={() => {
              picker.current?.showPicker();
            }}
          >
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
              <path
                d="M2.5 3.5h11v10h-11zM2.5 6.5h11M5.5 1.8v3M10.5 1.8v3"
                fill="none"
                stroke="currentColor"
                strokeWidth="1.3"
              />
            </svg>
          </button>
        }
      />
      <input
        ref={picker}
        type="date"
        className="day-box-picker"
        tabIndex={-1}
        aria-hidden="true"
        value={value ?? ""}
        onChange={(event) => {
          onChange(event.target.value === "" ? null : event.target.value);
        }}
      />
    </span>
  );
}

/** A moment: the browser's own field, which every keyboard and screen reader knows. */
export function MomentBox({ id, value, onChange, onLeave, invalid, describedBy }: ComponentProps<Kit["Moment"]>) {
  return (
    <input
      id={id}
      type="datetime-local"
      className="native-box"
      aria-invalid={invalid ?? false}
      aria-describedby={describedBy}
      value={value === null ? "" : local(value)}
      onBlur={onLeave}
      onChange={(event) => {
        onChange(event.target.value === "" ? null : new Date(event.target.value).toISOString());
      }}
    />
  );
}

function local(instant: string): string {
  const then = new Date(instant);
  return new Date(then.getTime() - then.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

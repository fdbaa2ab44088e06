import { useQuery } from "@tanstack/react-query";

import type { CalendarPart } from "@/features/design/listShapes";
import type { Body, Edit } from "@/features/design/shapes";
import type { Sent } from "@/lib/contract";
import { query, send } from "@/lib/http";

/** The working week of a draft, and what the server makes of it. */

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof weekdays)[number];

/** One stretch of work: from when to when, on the clock. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
}

export type Week = Readonly<Record<Weekday, readonly Stretch[]>>;
export type CalendarMonth = Sent<"CalendarMonthOut">;
export type CalendarDay = CalendarMonth["days"][number];

const standard: Readonly<Record<string, readonly string[]>> = { "mon-fri": ["09:00-12:00", "13:00-18:00"] };

/** The week a document describes; days may be written one by one or as `mon-fri`. */
export function weekOf(calendar: CalendarPart | undefined): Week {
  const found: Record<Weekday, readonly Stretch[]> = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
  for (const [days, hours] of Object.entries(calendar?.shifts ?? standard)) {
    for (const day of between(days)) found[day] = hours.map(stretchOf);
  }
  return found;
}

/** The edit that makes a week the working week. */
export function setWeek(body: Body, week: Week): Edit {
  const shifts = Object.fromEntries(
    weekdays
      .filter((day) => week[day].length > 0)
      .map((day) => [day, inOrder(week[day]).map(({ from, to }) => `${from}-${to}`)]),
  );
  return setCalendar(body, { shifts });
}

/** Set some members of the calendar; a document may say nothing of it yet. */
export function setCalendar(body: Body, members: CalendarPart): Edit {
  if (body.calendar === undefined) return [{ do: "set", place: ["calendar"], value: members }];
  return (Object.keys(members) as (keyof CalendarPart)[]).map((name) => ({
    do: "set" as const,
    place: ["calendar", name],
    value: members[name],
  }));
}

/** One more stretch of work: the usual hours, behind those that are there. */
export function added(stretches: readonly Stretch[]): readonly Stretch[] {
  const last = stretches[stretches.length - 1];
  if (last === undefined) return [{ from: "09:00", to: "12:00" }];
  const hour = Math.min(Number(last.to.slice(0, 2)) + 1, 22);
  const said = (n: number) => `${String(n).padStart(2, "0")}:00`;
  return [...stretches, { from: said(hour), to: said(Math.min(hour + 4, 24)) }];
}

/** The days of a month as the draft's calendar counts them. */
export function useCalendarMonth(draft: number, revision: number, year: number, month: number) {
  return useQuery({
    queryKey: ["design", "calendar", draft, revision, year, month],
    queryFn: () => send<CalendarMonth>("GET", `/design/drafts/${draft}/calendar${query({ year, month })}`),
    placeholderData: (before) => before,
  });
}

/** When something that begins then would be due, on the clock of the calendar's zone. */
export function useDue(draft: number, revision: number, start: string, limit: string | null) {
  return useQuery({
    queryKey: ["design", "due", draft, revision, start, limit],
    queryFn: () => send<Sent<"DueOut">>("POST", `/design/drafts/${draft}/calendar/due`, { start, limit }),
    enabled: start !== "" && limit !== null,
    retry: false,
  });
}

function between(days: string): readonly Weekday[] {
  const [first = "", last = first] = days.split("-");
  const from = weekdays.findIndex((day) => day === first);
  return from < 0 ? [] : weekdays.slice(from, weekdays.findIndex((day) => day === last) + 1);
}

function stretchOf(text: string): Stretch {
  const [from = "", to = ""] = text.split("-");
  return { from: from.padStart(5, "0"), to: to.padStart(5, "0") };
}

function inOrder(stretches: readonly Stretch[]): readonly Stretch[] {
  return [...stretches].sort((one, other) => one.from.localeCompare(other.from));
}

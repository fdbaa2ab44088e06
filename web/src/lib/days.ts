import { isoDay } from "@/lib/time";

const weekdays = "日一二三四五六";
const english = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const near: Readonly<Record<string, number>> = {
  今天: 0,
  明天: 1,
  后天: 2,
  大后天: 3,
  昨天: -1,
  前天: -2,
  today: 0,
  tomorrow: 1,
  yesterday: -1,
};

/** The day a person means by "明天", "下周一", "3 天后", "11-28" or "2026-11-28"; null when it is no day. */
export function dayMeant(text: string, now: Date): string | null {
  const said = text.trim().toLowerCase();
  const offset = near[said] ?? after(said);
  if (offset !== null) return isoDay(shifted(now, offset));
  return weekday(said, now) ?? written(said, now);
}

function after(said: string): number | null {
  const found = /^(?:in )?(\d{1,3}) ?(天|日|周|星期|days?|weeks?)(?:后|之后)?$/.exec(said);
  if (found === null) return null;
  return Number(found[1]) * (/周|星期|week/.test(found[2] ?? "") ? 7 : 1);
}

function weekday(said: string, now: Date): string | null {
  const named = chineseWeekday(said) ?? englishWeekday(said);
  if (named === null || named.day < 0) return null;
  const step = fromMonday(named.day) - fromMonday(now.getDay());
  if (named.week === null) return isoDay(shifted(now, step < 0 ? step + 7 : step));
  return isoDay(shifted(now, step + named.week * 7));
}

/** Which day (Sunday 0) of which week from now (null: the next such day) a person names. */
type Named = { day: number; week: number | null } | null;

function chineseWeekday(said: string): Named {
  const found = /^(下+|本|这)?个?(?:周|星期|礼拜)([一二三四五六日天])$/.exec(said);
  if (found === null) return null;
  const [, week, day = ""] = found;
  return {
    day: weekdays.indexOf(day.replace("天", "日")),
    week: week === undefined ? null : /下+/.test(week) ? week.length : 0,
  };
}

function englishWeekday(said: string): Named {
  const found = /^(next |this )?(sun|mon|tue|wed|thu|fri|sat)[a-z]*$/.exec(said);
  if (found === null) return null;
  const [, week, day = ""] = found;
  return { day: english.indexOf(day), week: week === undefined ? null : week === "next " ? 1 : 0 };
}

function fromMonday(day: number): number {
  return (day + 6) % 7;
}

function written(said: string, now: Date): string | null {
  const found = /^(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?$/.exec(said);
  if (found === null) return null;
  const [year, month, day] = [Number(found[1] ?? now.getFullYear()), Number(found[2]), Number(found[3])];
  const meant = new Date(year, month - 1, day);
  return meant.getMonth() === month - 1 && meant.getDate() === day ? isoDay(meant) : null;
}

function shifted(now: Date, days: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
}

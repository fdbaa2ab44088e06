import type { Lang } from "@/lib/i18n";

const minute = 60_000;
const day = 24 * 60 * minute;

const locale = (lang: Lang) => (lang === "zh" ? "zh-CN" : "en-GB");

/** How long, in the two largest units that matter: "5 天 4 小时". */
export function duration(minutes: number, lang: Lang, minutesPerDay = 24 * 60): string {
  const whole = Math.max(0, Math.round(minutes));
  const days = Math.floor(whole / minutesPerDay);
  const hours = Math.floor((whole % minutesPerDay) / 60);
  const rest = (whole % minutesPerDay) % 60;
  const [d, h, m] = lang === "zh" ? [" 天", " 小时", " 分钟"] : [" d", " h", " min"];
  if (days > 0) return `${days}${d}` + (hours > 0 ? ` ${hours}${h}` : "");
  if (hours > 0) return `${hours}${h}` + (rest > 0 ? ` ${rest}${m}` : "");
  return `${rest}${m}`;
}

/** Days between two moments as the calendar on the wall counts them: today 0, yesterday -1. */
export function daysFrom(now: Date, then: Date): number {
  return Math.round((midnight(then) - midnight(now)) / day);
}

/** When, as one says it to a colleague: 今天 09:12, 昨天 16:40, 11-18, 2025-11-18. */
export function when(instant: string, lang: Lang, now: Date = new Date()): string {
  const then = new Date(instant);
  const days = daysFrom(now, then);
  const clock = time(then, lang);
  if (days === 0) return (lang === "zh" ? "今天 " : "today ") + clock;
  if (days === -1) return (lang === "zh" ? "昨天 " : "yesterday ") + clock;
  if (days === 1) return (lang === "zh" ? "明天 " : "tomorrow ") + clock;
  return date(then, then.getFullYear() === now.getFullYear());
}

/** How far away, in the one unit that matters: "3 天前", "in 2 hours". */
export function distance(instant: string, lang: Lang, now: Date = new Date()): string {
  const ms = new Date(instant).getTime() - now.getTime();
  const words = new Intl.RelativeTimeFormat(locale(lang), { numeric: "auto" });
  const [size, unit] =
    Math.abs(ms) < 60 * minute
      ? [minute, "minute" as const]
      : Math.abs(ms) < day
        ? [60 * minute, "hour" as const]
        : [day, "day" as const];
  const said = words.format(Math.round(ms / size), unit);
  return lang === "zh" ? said.replace(/(\d+)/, "$1 ") : said;
}

/** Day and time to the minute, for evidence: 11-19 09:00, with the year when it is another. */
export function stamp(instant: string, lang: Lang, now: Date = new Date()): string {
  const then = new Date(instant);
  return `${date(then, then.getFullYear() === now.getFullYear())} ${time(then, lang)}`;
}

/** A calendar day as the server writes it: 2026-11-21. */
export function isoDay(then: Date): string {
  return date(then, false);
}

function time(then: Date, lang: Lang): string {
  return then.toLocaleTimeString(locale(lang), { hour: "2-digit", minute: "2-digit", hour12: false });
}

function date(then: Date, sameYear: boolean): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const monthDay = `${two(then.getMonth() + 1)}-${two(then.getDate())}`;
  return sameYear ? monthDay : `${then.getFullYear()}-${monthDay}`;
}

function midnight(then: Date): number {
  return new Date(then.getFullYear(), then.getMonth(), then.getDate()).getTime();
}

import type { Beside } from "@/features/records/api";
import { daysFrom } from "@/lib/time";
import type { Tone } from "@/ui/Status";

const day = 24 * 60;

/** How a journey stands in time: how urgent, and in which words with which number. */
export type Due =
  | { tone: Tone; said: "over" | "left"; minutes: number }
  | { tone: Tone; said: "today" | "tomorrow" | "none" | "won" | "lost" };

/** When it will go red, in the one unit that matters. */
export function dueOf(journey: Pick<Beside, "outcome" | "due_at" | "level">, now: Date): Due {
  if (journey.outcome !== null) return { tone: journey.outcome === "won" ? "ok" : "idle", said: journey.outcome };
  if (journey.due_at === null) return { tone: "idle", said: "none" };
  const then = new Date(journey.due_at);
  const minutes = Math.floor((then.getTime() - now.getTime()) / 60_000);
  if (minutes < 0) return { tone: "bad", said: "over", minutes: rough(-minutes) };
  const days = daysFrom(now, then);
  if (days === 0) return { tone: "warn", said: "today" };
  const tone = journey.level === "warn" ? "warn" : "ok";
  return days === 1 ? { tone, said: "tomorrow" } : { tone, said: "left", minutes: rough(minutes) };
}

/** Whole days from one day on, whole hours from one hour on. */
function rough(minutes: number): number {
  if (minutes >= day) return Math.floor(minutes / day) * day;
  return minutes >= 60 ? Math.floor(minutes / 60) * 60 : minutes;
}

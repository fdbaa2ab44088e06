import { isoDay } from "@/lib/time";

export type NextChoice = "none" | "tomorrow" | "three" | "monday" | "other";

/** The day a chip means; null for no day. `other` is the day that was picked. */
export function dayOf(choice: NextChoice, picked: string | null, now: Date): string | null {
  const shifted = (days: number) => isoDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() + days));
  const days = { tomorrow: 1, three: 3, monday: (8 - now.getDay()) % 7 || 7 };
  if (choice === "none") return null;
  return choice === "other" ? picked : shifted(days[choice]);
}

/** Nine in the morning of a day, here, as the server writes moments. */
export function morningOf(day: string): string {
  return new Date(`${day}T09:00:00`).toISOString();
}

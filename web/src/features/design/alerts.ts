import type { NoticesPart } from "@/features/design/listShapes";
import type { Body, Edit } from "@/features/design/shapes";

export const urgencies = ["warn", "due", "escalate"] as const;

/** How many digests a day there may be. */
export const mostDigests = 4;

const standard: Required<NoticesPart> = {
  digests: ["08:45", "16:30"],
  quiet_from: "20:00",
  quiet_until: "08:00",
  at_once: ["due", "escalate"],
  most_at_once: 3,
  gap_minutes: 60,
  climb_after: "8 working_hours",
  climb_most: 1,
};

/** How a draft tells people, with what it leaves unsaid. */
export function noticesOf(body: Body): Required<NoticesPart> {
  return { ...standard, ...body.notices };
}

/** Set some members; a document may say nothing of alerts yet. */
export function setNotices(body: Body, members: NoticesPart): Edit {
  if (body.notices === undefined) return [{ do: "set", place: ["notices"], value: members }];
  return (Object.keys(members) as (keyof NoticesPart)[]).map((name) => ({
    do: "set" as const,
    place: ["notices", name],
    value: members[name],
  }));
}

/** A number that may stand there, or null. */
export function wholeOf(text: string, most: number): number | null {
  const number = Number(text);
  return text.trim() !== "" && Number.isInteger(number) && number >= 0 && number <= most ? number : null;
}

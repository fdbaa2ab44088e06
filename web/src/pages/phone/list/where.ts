import type { Condition } from "@/lib/conditions";

/** The open journeys of one person. */
export function openOf(person: number): Condition {
  return { all: [{ field: "owner", op: "eq", value: person }, onTheWay] };
}

/** What is on its way and has not ended. */
const onTheWay: Condition = {
  all: [
    { field: "journey.id", op: "is_filled" },
    { field: "journey.outcome", op: "is_empty" },
  ],
};

/** The records of a list: one's own, or all one sees. */
export function ownedBy(person: number | null): Condition | undefined {
  return person === null ? undefined : { field: "owner", op: "eq", value: person };
}

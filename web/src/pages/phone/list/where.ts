import type { Condition } from "@/lib/conditions";

/** The records of a list: one's own, or all one sees. */
export function ownedBy(person: number | null): Condition | undefined {
  return person === null ? undefined : { field: "owner", op: "eq", value: person };
}

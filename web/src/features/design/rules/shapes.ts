import type { Both, Deliverable, Labelled } from "@/features/design/shapes";
import type { Condition } from "@/lib/conditions";

/** The rules of the document: when, on what condition, what is done. */

export const happenings = [
  "record.created",
  "record.changed",
  "record.assigned",
  "stage.entered",
  "stage.left",
  "stage.nearly_due",
  "stage.overdue",
  "stage.escalated",
  "journey.closed",
  "follow_up.missed",
  "activity.logged",
  "task.done",
  "task.overdue",
  "deliverable.handed_in",
  "deliverable.accepted",
  "deliverable.rejected",
  "confirmation.confirmed",
  "confirmation.declined",
  "exception.made",
  "approval.decided",
  "schedule",
] as const;
export type Happening = (typeof happenings)[number];

export interface Schedule {
  readonly every: "day" | "workday" | "week" | "month";
  readonly at?: string;
  readonly day?: number | null;
}

export interface Trigger {
  readonly event: Happening;
  readonly only?: readonly string[];
  readonly schedule?: Schedule | null;
}

export interface Wait {
  readonly limit: string;
  readonly unless?: readonly Trigger[];
  readonly restart?: boolean;
  readonly follows?: "new" | "own";
}

export type Who = "owner" | "manager" | "member" | "role" | "skill" | "person";

export interface Whom {
  readonly who: Who;
  readonly key?: string | null;
  readonly levels?: number;
}

export type Level = "info" | "warn" | "due" | "escalate";

export const deeds = [
  "task",
  "alert",
  "set",
  "demand",
  "approval",
  "assign",
  "release",
  "push",
  "mail",
  "webhook",
] as const;
export type Deed = (typeof deeds)[number];

/** What is done, whatever it is: the members that its kind has. */
export interface Action {
  readonly key: string;
  readonly do: Deed;
  readonly to?: Whom | readonly Whom[];
  readonly title?: Both;
  readonly text?: Both | null;
  readonly due?: string | null;
  readonly level?: Level;
  readonly field?: string;
  readonly value?: unknown;
  readonly deliverable?: Deliverable;
  readonly approval?: string;
  readonly how?: "in_turn" | "least_load";
  readonly role?: string | null;
  readonly skill?: string | null;
  readonly skill_field?: string | null;
  readonly region_field?: string | null;
  readonly most?: number | null;
  readonly label?: Both;
  readonly sample?: Deliverable["sample"];
  readonly subject?: Both;
  readonly url?: string;
  readonly secret?: string | null;
  readonly fields?: readonly string[];
}

export interface Branch {
  readonly key: string;
  readonly when: Condition;
  readonly then?: readonly RuleStep[];
  readonly otherwise?: readonly RuleStep[];
}

export type RuleStep = Action | Branch;

export interface Rule extends Labelled {
  readonly object: string;
  readonly active?: boolean;
  readonly on: readonly Trigger[];
  readonly wait?: Wait | null;
  readonly when?: Condition | null;
  readonly then?: readonly RuleStep[];
  readonly otherwise?: readonly RuleStep[];
  readonly most_per_hour?: number;
}

export function isBranch(step: RuleStep): step is Branch {
  return !("do" in step);
}

import type { Both, Labelled } from "@/features/design/shapes";
import type { Condition } from "@/lib/conditions";

/** The parts of the document that the screens of lists change: gradings, kinds of contact, the calendar. */

/** One rule of a grading: who it holds for gets this grade. */
export interface GradeRule {
  readonly key: string;
  readonly grade: string;
  readonly holds: Condition;
}

/** A choice field that rules fill in: the first that holds gives its value. */
export interface Grading extends Labelled {
  readonly object: string;
  readonly field: string;
  readonly rules?: readonly GradeRule[];
  readonly otherwise?: string | null;
}

/** When the company works: stretches by weekday, whose holidays are kept, and the zone of its clock. */
export interface CalendarPart {
  readonly shifts?: Readonly<Record<string, readonly string[]>>;
  readonly holidays?: "cn" | "none";
  readonly zone?: string;
}

/** Something worth saying, and the situation it is for. */
export interface Script {
  readonly label: Both;
  readonly text: Both;
}

/** One kind of work with a customer. */
export interface ActivityKind extends Labelled {
  readonly counts_as_contact?: boolean;
  readonly scripts?: readonly Script[];
  readonly checklist?: readonly Both[];
}

/** How a company tells its people; what a document does not say is as it is below. */
export interface NoticesPart {
  readonly digests?: readonly string[];
  readonly quiet_from?: string;
  readonly quiet_until?: string;
  readonly at_once?: readonly ("warn" | "due" | "escalate")[];
  readonly most_at_once?: number;
  readonly gap_minutes?: number;
  readonly climb_after?: string;
  readonly climb_most?: number;
}

/** What a configuration says of the pool of one object's records. */
export interface PoolPart extends Labelled {
  readonly object: string;
  readonly roles?: readonly string[];
  readonly shows?: readonly string[];
  readonly per_day?: number | null;
  readonly most?: number | null;
  readonly protected?: string | null;
  readonly return_after?: string | null;
  readonly keep_open?: boolean;
  readonly cool_down?: string | null;
}

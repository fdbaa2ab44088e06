import { applied } from "@/features/design/body";
import type { Body, Edit, Operation } from "@/features/design/shapes";

/** What names something that goes, by where it stands. */
export type Where =
  | "field"
  | "form"
  | "quick"
  | "list_columns"
  | "gate"
  | "demand"
  | "condition"
  | "process"
  | "stage"
  | "role"
  | "dashboard"
  | "grade"
  | "review"
  | "rule"
  | "approval"
  | "pool"
  | Broken;

/** What names it and can't go on as it is: somebody has to mend it before the release. */
export type Broken = "formula" | "broken_rule" | "broken_approval";

/** One place that is changed along, or that can't go on as it is, and what it is called. */
export interface Told {
  readonly where: Where;
  readonly name: string;
  /** It goes altogether, where others only lose a part. */
  readonly gone?: boolean;
}

/** Changes that come one after the other: each is made of what the ones before have left. */
export class Changing {
  readonly edit: Operation[] = [];
  readonly told: Told[] = [];
  body: Body;

  constructor(body: Body) {
    this.body = body;
  }

  with(operations: Edit, where: Where, name: string, gone = false): void {
    this.edit.push(...operations);
    this.told.push(gone ? { where, name, gone } : { where, name });
    this.body = applied(this.body, operations);
  }
}

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
  | "formula";

/** One place that is changed along, or (a formula) that can't go on as it is, and what it is called. */
export interface Told {
  readonly where: Where;
  readonly name: string;
}

/** Changes that come one after the other: each is made of what the ones before have left. */
export class Changing {
  readonly edit: Operation[] = [];
  readonly told: Told[] = [];
  body: Body;

  constructor(body: Body) {
    this.body = body;
  }

  with(operations: Edit, where: Where, name: string): void {
    this.edit.push(...operations);
    this.told.push({ where, name });
    this.body = applied(this.body, operations);
  }
}

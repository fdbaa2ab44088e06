/** The shapes in which the server tells of processes and journeys, in the words of the one who asks. */

export type Holder = "rep" | "approver" | "department" | "customer" | "system";
export type Level = "ok" | "warn" | "red" | "done_ok" | "done_late";
export type DeliverableKind = "file" | "photo" | "audio" | "summary" | "text" | "form" | "record" | "confirmation";

export interface Named {
  key: string;
  label: string;
}

export interface Ref {
  id: number;
  name: string;
}

/** What a stage asks for. */
export interface DeliverableDef extends Named {
  kind: DeliverableKind;
  count: number;
  types: readonly string[];
  min_length: number;
  fields: readonly string[];
  object: string | null;
  of: string | null;
  /** The kinds of activity that count as a summary; any kind when there is none. */
  activity_kinds: readonly string[];
  review: "none" | "manager" | "role";
  sample: string | null;
  help: string | null;
}

export interface StageDef extends Named {
  conditional: boolean;
  limit: string | null;
  script: string | null;
  checklist: readonly string[];
  reference: string | null;
  fields: readonly Named[];
  deliverables: readonly DeliverableDef[];
  checks: readonly Named[];
  back_to: readonly string[];
}

export interface ProcessDef extends Named {
  object: string;
  amount: string | null;
  stages: readonly StageDef[];
  outcomes: readonly Named[];
  reasons: Reasons;
}

export interface Reasons {
  lost?: readonly Named[];
  back?: readonly Named[];
}

export interface Hold {
  holder: Holder;
  cause: string;
  since: string;
  until: string | null;
}

export interface Stay {
  id: number;
  stage: Named;
  person: Ref;
  entered_at: string;
  left_at: string | null;
  left_how: "advanced" | "back" | "exception" | "won" | "lost" | "moved" | null;
  warn_at: string | null;
  due_at: string | null;
  escalate_at: string | null;
  level: Level;
  limit: string | null;
  minutes: number;
  working_minutes: number;
  opening: boolean;
  holds: readonly Hold[];
}

/** One thing a gate asks for, and how far it is met. `reason` is a code, `why` its sentence. */
export interface GateItem extends Named {
  kind: "field" | "deliverable" | "check" | "alternative";
  met: boolean;
  have: number;
  need: number;
  reason: string;
  why: string;
  ways: readonly (readonly string[])[];
  part_of: string | null;
}

export interface FileRef {
  id: number;
  name: string;
  type: string;
  size: number;
}

export interface HandedIn {
  id: number;
  stage: string;
  key: string;
  label: string;
  kind: DeliverableKind;
  status: "waiting" | "accepted" | "rejected";
  text: string | null;
  file: FileRef | null;
  answers: Readonly<Record<string, unknown>> | null;
  by: Ref;
  at: string;
  late: boolean;
  reviewer: Ref | null;
  reviewed_by: Ref | null;
  reviewed_at: string | null;
  review_reason: string | null;
  can_review: boolean;
}

/** A link sent to the customer, and what came of it. */
export interface Confirmation {
  id: number;
  key: string;
  sent_at: string;
  expires_at: string;
  viewed_at: string | null;
  answered_at: string | null;
  answer: "confirmed" | "declined" | null;
  answered_name: string | null;
  answer_reason: string | null;
}

export interface Passage {
  id: number;
  stage: Named;
  reason: string;
  by: Ref;
  at: string;
}

/** Evidence that an earlier stage asked for and nobody has shown, because the journey began elsewhere. */
export interface Debt extends Named {
  stage: Named;
  kind: string;
}

/** What the viewer may do with a journey; the screen obeys it. */
export interface Can {
  advance: boolean;
  go_back: boolean;
  close: boolean;
  hand_in: boolean;
  make_exception: boolean;
}

/** One record's way through one version of a process. */
export interface Journey {
  id: number;
  process: Named;
  version: number;
  object: string;
  record_id: number;
  title: string;
  stage: Named;
  outcome: "won" | "lost" | null;
  reason: string | null;
  owner: Ref;
  started_at: string;
  closed_at: string | null;
  revision: number;
  quiet_due_at: string | null;
  stays: readonly Stay[];
  gate: { open: boolean; items: readonly GateItem[] };
  deliverables: readonly HandedIn[];
  confirmations: readonly Confirmation[];
  exceptions: readonly Passage[];
  debts: readonly Debt[];
  next: Named | null;
  back: readonly Named[];
  reasons: Reasons;
  can: Can;
}

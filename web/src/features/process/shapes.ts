import type { Words } from "@/lib/i18n";

/** The shapes in which the server tells of processes and journeys. */

export type Holder = "rep" | "approver" | "department" | "customer" | "system";
export type Level = "ok" | "warn" | "red" | "done_ok" | "done_late";
export type DeliverableKind = "file" | "photo" | "audio" | "summary" | "text" | "form" | "record" | "confirmation";

export interface Named {
  key: string;
  label: Words;
}

/** What a stage asks for, as the process defines it. */
export interface DeliverableDef extends Named {
  kind: DeliverableKind;
  count: number;
  types?: readonly string[];
  min_length?: number;
  fields?: readonly string[];
  object?: string | null;
  of?: string | null;
  activity_kinds?: readonly string[];
  review?: "none" | "manager" | "role";
  help?: Words | null;
}

export interface StageDef extends Named {
  limit: string | null;
  script?: Words | null;
  checklist?: readonly Words[];
  reference?: Words | null;
  conditional?: boolean;
  gate?: { fields?: readonly string[]; deliverables?: readonly DeliverableDef[] };
}

export interface ProcessDef extends Named {
  object: string;
  stages: readonly StageDef[];
  amount?: string | null;
  lost_reasons?: readonly Named[];
  back_reasons?: readonly Named[];
}

export interface Hold {
  holder: Holder;
  since: string;
  until: string | null;
  minutes?: number;
}

export interface Stay {
  id: number;
  stage: string;
  entered_at: string;
  left_at: string | null;
  how: string | null;
  person: { id: number; name: string } | null;
  warn_at: string | null;
  due_at: string | null;
  escalate_at: string | null;
  level: Level;
  holds: readonly Hold[];
  minutes: number;
}

/** One thing a gate asks for, and how far it is met. */
export interface GateItem extends Named {
  kind: "field" | "deliverable" | "check" | "alternative";
  met?: boolean;
  have: number;
  need: number;
  why: string;
  ways?: readonly (readonly string[])[];
  part_of?: string | null;
}

export interface HandedIn {
  id: number;
  key: string;
  stage: string;
  kind: DeliverableKind;
  status: "waiting" | "accepted" | "rejected";
  text: string | null;
  values?: Readonly<Record<string, unknown>> | null;
  file: { id: number; name: string; type: string; size: number } | null;
  by: { id: number; name: string } | null;
  at: string;
  late?: boolean;
  review?: { by: { name: string } | null; at: string; reason: string | null } | null;
  confirmation?: Confirmation | null;
  can?: { review?: boolean };
}

export interface Confirmation {
  sent_at: string;
  expires_at: string;
  viewed_at: string | null;
  answered_at: string | null;
  answer: "confirmed" | "declined" | null;
  name?: string | null;
  reason?: string | null;
}

/** One record's way through one version of a process. */
export interface Journey {
  id: number;
  process: string;
  version: number;
  object: string;
  record_id: number;
  title: string;
  stage: Named;
  outcome: "won" | "lost" | null;
  owner: { id: number; name: string };
  level: Level;
  stays: readonly Stay[];
  stages?: readonly StageDef[];
  gate: { open: boolean; items: readonly GateItem[] };
  deliverables: readonly HandedIn[];
  debts: readonly Named[];
  can: Readonly<Record<string, boolean>>;
  next: Named | null;
  back: readonly Named[];
  reasons: { lost?: readonly Named[]; back?: readonly Named[] };
}

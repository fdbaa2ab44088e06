import type { Closer, Sent } from "@/lib/contract";

/** The shapes in which the server tells of processes and journeys, in the words of the one who asks. */

export type Holder = "rep" | "approver" | "department" | "customer" | "system";
export type Level = "ok" | "warn" | "red" | "done_ok" | "done_late";
export type DeliverableKind =
  "file" | "photo" | "audio" | "summary" | "text" | "form" | "record" | "confirmation" | "task" | "approval";

type Whole = Sent<"JourneyOut">;
type WholeStay = Whole["stays"][number];

export type Named = Sent<"Named">;

/** The reasons one may give, for losing and for going back. */
export interface Reasons {
  readonly lost?: readonly Named[];
  readonly back?: readonly Named[];
}

/** What a stage asks for. */
export type DeliverableDef = Closer<
  Sent<"DeliverableOut">,
  { kind: DeliverableKind; review: "none" | "manager" | "role" }
>;

export type StageDef = Closer<Sent<"StageOut">, { deliverables: readonly DeliverableDef[] }>;

export type ProcessDef = Omit<Closer<Sent<"ProcessOut">, { stages: readonly StageDef[] }>, "reasons"> & {
  readonly reasons: Reasons;
};

export type Hold = Closer<WholeStay["holds"][number], { holder: Holder }>;

/** A journey's time in one stage. */
export type Stay = Closer<
  WholeStay,
  {
    level: Level;
    left_how: "advanced" | "back" | "exception" | "won" | "lost" | "moved" | "ended" | null;
    holds: readonly Hold[];
  }
>;

/** One thing a gate asks for, and how far it is met. `reason` is a code, `why` its sentence. */
export type GateItem = Closer<Sent<"ItemOut">, { kind: "field" | "deliverable" | "check" | "alternative" }>;

export type FileRef = Pick<NonNullable<Sent<"HandedInOut">["file"]>, "id" | "name" | "type" | "size">;

/** Something handed in, and what was said of it. */
export type HandedIn = Closer<
  Sent<"HandedInOut">,
  { kind: DeliverableKind; status: "waiting" | "accepted" | "rejected" }
>;

/** A link sent to the customer, and what came of it. */
export type Confirmation = Closer<Sent<"ConfirmationOut">, { answer: "confirmed" | "declined" | null }>;

/** One record's way through one version of a process. */
export type Journey = Omit<
  Closer<
    Whole,
    {
      outcome: "won" | "lost" | null;
      stays: readonly Stay[];
      gate: { readonly open: boolean; readonly items: readonly GateItem[] };
      deliverables: readonly HandedIn[];
      confirmations: readonly Confirmation[];
    }
  >,
  "reasons"
> & { readonly reasons: Reasons };

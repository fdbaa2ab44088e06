import type { Closer, Sent } from "@/lib/contract";

/** The shapes in which the server tells of metrics and boards, in the words of the one who asks. */

export type Unit = "count" | "percent" | "money" | "days" | "hours";
export type HealthLevel = "green" | "yellow" | "red" | "none";
type Reviewed = "waiting" | "accepted" | "rejected";

export type MetricDef = Closer<Sent<"MetricDefOut">, { unit: Unit }>;
export type MetricRow = Sent<"RowOut">;
export type MetricAnswer = Closer<Sent<"AnswerOut">, { unit: Unit }>;

/** One of the rows a number was made of; `id` is the record's. */
export type Behind = Sent<"BehindOut">;
export type BehindPage = Sent<"BehindPage">;

export type HealthCell = Closer<Sent<"CellOut">, { level: HealthLevel }>;
export type HealthRow = Closer<Sent<"PersonRowOut">, { cells: readonly HealthCell[] }>;
export type HealthBoard = Closer<Sent<"HealthOut">, { rows: readonly HealthRow[] }>;

type WholeStay = Sent<"CellBehindOut">["stays"][number];

/** One stay behind a cell, with all that shows how it went. */
export type StayOpened = Closer<
  WholeStay,
  { level: HealthLevel; approvals: readonly Closer<WholeStay["approvals"][number], { status: Reviewed }>[] }
>;
export type HealthCellOpened = Closer<Sent<"CellBehindOut">, { stays: readonly StayOpened[] }>;

/** One stage of the funnel. `holders` are hours, by who held the ball. */
export type FunnelStep = Sent<"StepOut">;
export type Stuck = Closer<Sent<"StuckOut">, { level: HealthLevel }>;
export type Funnel = Closer<Sent<"FunnelOut">, { stuck: readonly Stuck[] }>;

/** One step from stage to stage, measured against the process as drawn up. */
export type Transition = Sent<"TransitionOut">;
export type Transitions = Sent<"TransitionsOut">;
export type Reach = Sent<"ReachOut">;
export type Variant = Sent<"VariantOut">;
export type Variants = Sent<"VariantsOut">;

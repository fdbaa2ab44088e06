/** The shapes in which the server tells of metrics and boards, in the words of the one who asks. */

export interface Named {
  key: string;
  label: string;
}

export interface Ref {
  id: number;
  name: string;
}

export type Unit = "count" | "percent" | "money" | "days" | "hours";

export interface MetricDef extends Named {
  definition: string;
  formula: string;
  date_basis: string;
  unit: Unit;
  by: readonly Named[];
  always_by: string | null;
}

export interface MetricRow {
  key: string | number | null;
  label: string;
  value: number | null;
  count: number;
  mean: number | null;
  median: number | null;
  share: number | null;
}

export interface MetricAnswer extends MetricRow {
  key: string;
  definition: string;
  formula: string;
  date_basis: string;
  unit: Unit;
  currency: string | null;
  sentence: string;
  rows: readonly MetricRow[];
  more: boolean;
}

/** One of the rows a number was made of; `id` is the record's. */
export interface Behind {
  id: number;
  row_id: number;
  object: string;
  title: string;
  owner: Ref;
  stage: string;
  outcome: "won" | "lost" | null;
  value: number | null;
  at: string | null;
}

export type HealthLevel = "green" | "yellow" | "red" | "none";

export interface HealthCell {
  stage: string;
  level: HealthLevel;
  count: number;
  red: number;
  yellow: number;
  green: number;
}

export interface HealthBoard {
  sentence: string;
  process: string;
  stages: readonly Named[];
  rows: readonly { person: Ref; cells: readonly HealthCell[]; on_time_rate: number | null }[];
}

export interface LedgerLine {
  id: number;
  kind: string;
  said: string;
  happened_at: string;
  recorded_at: string;
  actor: Ref | null;
}

export interface StayFile {
  id: number;
  name: string;
  type: string;
  size: number;
  deliverable: string;
  by: Ref;
  at: string;
  status: "waiting" | "accepted" | "rejected";
  late: boolean;
}

export interface Approval {
  id: number;
  deliverable: string;
  status: "waiting" | "accepted" | "rejected";
  handed_in_by: Ref;
  handed_in_at: string;
  reviewer: Ref | null;
  reviewed_by: Ref | null;
  reviewed_at: string | null;
  reason: string | null;
  late: boolean;
}

/** One stay behind a cell, with all that shows how it went. */
export interface StayOpened {
  id: number;
  journey: { id: number; title: string; object: string; record_id: number };
  level: HealthLevel;
  sentence: string;
  limit: string | null;
  stayed: string;
  entered_at: string;
  left_at: string | null;
  due_at: string | null;
  held: readonly { holder: string; label: string; minutes: number; words: string }[];
  events: readonly LedgerLine[];
  files: readonly StayFile[];
  approvals: readonly Approval[];
  exceptions: readonly { id: number; reason: string; missing: readonly string[]; by: Ref; at: string }[];
}

export interface HealthCellOpened {
  sentence: string;
  person: Ref;
  stage: Named;
  stays: readonly StayOpened[];
}

export interface FunnelStep extends Named {
  entered: number;
  passed: number;
  conversion: number | null;
  mean_hours: number | null;
  median_hours: number | null;
  /** Hours by who held the ball. */
  holders: Readonly<Record<string, number>>;
  lost: number;
  here: number;
}

export interface Stuck {
  id: number;
  title: string;
  object: string;
  record_id: number;
  stage: string;
  owner: Ref;
  days: number;
  level: HealthLevel;
  holder: string | null;
}

export interface Funnel {
  sentence: string;
  process: string;
  started: number;
  won: number;
  stages: readonly FunnelStep[];
  narrowest: string | null;
  stuck: readonly Stuck[];
}

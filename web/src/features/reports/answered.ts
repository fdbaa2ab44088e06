import type { Funnel, HealthBoard, MetricAnswer } from "@/features/metrics/shapes";

/** What a widget shows: a metric's answer, the health board, or the funnel with what stands still. */
export interface Answered {
  readonly answer: MetricAnswer | null;
  readonly health: HealthBoard | null;
  readonly funnel: Funnel | null;
}

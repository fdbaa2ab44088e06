import type { Answered } from "@/features/reports/answered";
import type { Closer, Sent } from "@/lib/contract";

/** The shapes in which the server tells of dashboards. */

export type Look = "number" | "bar" | "line" | "heat" | "table" | "funnel" | "health" | "list";
export type DashboardLine = Sent<"DashboardLine">;
export type Dashboard = Sent<"DashboardOut">;
export type WidgetLine = Dashboard["widgets"][number];
export type GridPlace = WidgetLine["place"];
export type FilterChoice = Sent<"ChoiceOut">;

/** One mark of a picture: what it is called, its number, and the number in words. */
export interface Mark {
  readonly key: string;
  readonly label: string;
  readonly value: number | null;
  readonly said: string;
  readonly bad: boolean;
  readonly column?: string;
  readonly column_label?: string;
}

/** A picture in the Vega-Lite language, as far as it is read here: its values. */
export interface Spec {
  readonly description: string;
  readonly data: { readonly values: readonly Mark[] };
}

export type WidgetShown = Closer<Omit<Sent<"WidgetOut">, "spec" | "answer" | "health" | "funnel">, { look: Look }> &
  Answered & { readonly spec: Spec | null };

import { useQuery } from "@tanstack/react-query";

import { query, send } from "@/lib/http";
import type { Words } from "@/lib/i18n";

export interface MetricDef {
  key: string;
  label: Words;
  definition: Words;
  formula: Words | string;
  date_basis: Words | string;
  unit: string;
  by?: readonly (string | { key: string; label: Words })[];
}

export interface MetricRow {
  key: string | number | null;
  label: Words | null;
  value: number | string | null;
  count: number;
}

export interface MetricAnswer extends MetricDef {
  value: number | string | null;
  sentence: Words;
  rows: readonly MetricRow[];
}

export interface Behind {
  id: number;
  object: string;
  title: string;
  owner?: { id: number; name: string } | null;
  value?: number | string | null;
  at?: string | null;
}

export interface Range {
  from?: string;
  to?: string;
  by?: string;
  process?: string;
  team?: string;
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
  sentence: Words;
  stages: readonly { key: string; label: Words }[];
  rows: readonly {
    person: { id: number; name: string };
    cells: readonly HealthCell[];
    on_time_rate: number | null;
  }[];
}

export interface CellStay {
  journey: { id: number; title: string; object: string; record_id: number };
  limit: string | null;
  stayed: number | string;
  level?: string;
  entered_at?: string;
  left_at?: string | null;
  due_at?: string | null;
  holds: readonly { holder: string; since: string; until: string | null; minutes?: number }[];
  events: readonly unknown[];
  files: readonly { id: number; name: string; type: string; size?: number; at?: string }[];
  approvals: readonly Readonly<Record<string, unknown>>[];
}

export interface FunnelStage {
  key: string;
  label: Words;
  entered: number;
  passed: number;
  conversion: number | null;
  mean_hours: number | null;
  median_hours: number | null;
  holders: Readonly<Record<string, number>>;
  lost: number;
}

export interface Funnel {
  sentence: Words;
  stages: readonly FunnelStage[];
  narrowest: string | null;
  stuck: readonly {
    id: number;
    title: string;
    object: string;
    record_id: number;
    stage: string;
    owner?: { id: number; name: string };
    days: number;
    level?: string;
    holder?: string;
  }[];
}

export function useMetrics() {
  return useQuery({
    queryKey: ["metrics", "list"],
    queryFn: async () => {
      const answer = await send<MetricDef[] | { items: MetricDef[] }>("GET", "/metrics");
      return Array.isArray(answer) ? answer : answer.items;
    },
  });
}

export function useMetric(key: string, range: Range) {
  return useQuery({
    queryKey: ["metrics", "value", key, range],
    queryFn: () => send<MetricAnswer>("GET", `/metrics/${key}${query({ ...range })}`),
  });
}

export function useBehind(key: string, range: Range & Record<string, string | undefined>, enabled: boolean) {
  return useQuery({
    queryKey: ["metrics", "behind", key, range],
    queryFn: async () => {
      const answer = await send<Behind[] | { items: Behind[] }>("GET", `/metrics/${key}/records${query(range)}`);
      return Array.isArray(answer) ? answer : answer.items;
    },
    enabled,
  });
}

export function useHealthBoard(asked: { period: string; team: string | null; process?: string | null }) {
  return useQuery({
    queryKey: ["metrics", "health", asked],
    queryFn: () => send<HealthBoard>("GET", `/boards/health${query(asked)}`),
    placeholderData: (before) => before,
  });
}

export function useHealthCell(asked: { person: number; stage: string; period: string } | null) {
  return useQuery({
    queryKey: ["metrics", "cell", asked],
    queryFn: () => send<{ sentence: Words; stays: CellStay[] }>("GET", `/boards/health/cell${query({ ...asked })}`),
    enabled: asked !== null,
  });
}

export function useFunnel(asked: { process: string | null; from: string; to: string; team: string | null }) {
  return useQuery({
    queryKey: ["metrics", "funnel", asked],
    queryFn: () => send<Funnel>("GET", `/boards/funnel${query(asked)}`),
    placeholderData: (before) => before,
    enabled: asked.process !== null,
  });
}

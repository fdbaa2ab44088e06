import { useQuery } from "@tanstack/react-query";

import type { Dashboard, DashboardLine, FilterChoice, WidgetShown } from "@/features/reports/shapes";
import { query, send } from "@/lib/http";

/** What a page asks of all its widgets. */
export interface PageAsked {
  readonly period: string | null;
  readonly team: string | null;
  readonly only: readonly string[];
}

export function useDashboards() {
  return useQuery({ queryKey: ["reports", "list"], queryFn: () => send<DashboardLine[]>("GET", "/dashboards") });
}

export function useDashboard(key: string) {
  return useQuery({
    queryKey: ["reports", "dashboard", key],
    queryFn: () => send<Dashboard>("GET", `/dashboards/${key}`),
  });
}

/** One widget with its data: each is asked for by itself, so that a slow one holds up nobody else. */
export function useWidget(dashboard: string, widget: string, asked: PageAsked) {
  return useQuery({
    queryKey: ["reports", "widget", dashboard, widget, asked],
    queryFn: () => send<WidgetShown>("GET", `/dashboards/${dashboard}/widgets/${widget}${query({ ...asked })}`),
    placeholderData: (before) => before,
  });
}

/** The values of a field by which a page can be filtered. */
export function useChoices(dashboard: string, field: string) {
  return useQuery({
    queryKey: ["reports", "choices", dashboard, field],
    queryFn: () => send<FilterChoice[]>("GET", `/dashboards/${dashboard}/choices/${field}`),
    enabled: field !== "",
  });
}

/** Where the numbers of a widget can be fetched as a file. */
export function numbersUrl(dashboard: string, widget: string, asked: PageAsked): string {
  return `/api/dashboards/${dashboard}/widgets/${widget}/numbers.csv${query({ ...asked })}`;
}

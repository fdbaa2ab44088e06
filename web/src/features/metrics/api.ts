import { useInfiniteQuery, useQuery } from "@tanstack/react-query";

import { query, send } from "@/lib/http";
import type {
  HealthBoard,
  HealthCellOpened,
  Funnel,
  MetricAnswer,
  MetricDef,
  BehindPage,
  Transitions,
  Variants,
} from "@/features/metrics/shapes";

/** Which days, of which process, of which people. */
export interface Asked {
  period?: string | null;
  offset?: string | null;
  process?: string | null;
  team?: string | null;
  person?: string | null;
  from?: string | null;
  to?: string | null;
  by?: string | null;
  /** `field:value`: only records that have it. */
  only?: readonly string[];
}

export function useMetrics() {
  return useQuery({ queryKey: ["metrics", "list"], queryFn: () => send<MetricDef[]>("GET", "/metrics") });
}

export function useMetric(key: string, asked: Asked) {
  return useQuery({
    queryKey: ["metrics", "value", key, asked],
    queryFn: () => send<MetricAnswer>("GET", `/metrics/${key}${query({ ...asked })}`),
    placeholderData: (before) => (before?.key === key ? before : undefined),
  });
}

/** The rows a number was made of; those of one group when `by` and `group` are given. */
export function useBehind(key: string, asked: Asked & { group?: string | null }) {
  return useInfiniteQuery({
    queryKey: ["metrics", "behind", key, asked],
    queryFn: ({ pageParam }) =>
      send<BehindPage>(
        "GET",
        `/metrics/${key}/records${query({ ...asked, cursor: pageParam })}${asked.group === "" ? "&group=" : ""}`,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

export function useHealthBoard(asked: Asked) {
  return useQuery({
    queryKey: ["metrics", "health", asked],
    queryFn: () => send<HealthBoard>("GET", `/boards/health${query({ ...asked })}`),
    placeholderData: (before) => before,
  });
}

/** A cell of the board, opened: everything that shows how it came to be as it is. */
export function useHealthCell(cell: { person: number; stage: string }, asked: Asked) {
  return useQuery({
    queryKey: ["metrics", "cell", cell, asked],
    queryFn: () => send<HealthCellOpened>("GET", `/boards/health/cell${query({ ...asked, ...cell })}`),
  });
}

export function useFunnel(asked: Asked) {
  return useQuery({
    queryKey: ["metrics", "funnel", asked],
    queryFn: () => send<Funnel>("GET", `/boards/funnel${query({ ...asked })}`),
    placeholderData: (before) => before,
  });
}

/** How long each step from stage to stage takes; the rare ones too when `least` is 1. */
export function useTransitions(asked: Asked, least: number | null) {
  return useQuery({
    queryKey: ["metrics", "transitions", asked, least],
    queryFn: () => send<Transitions>("GET", `/boards/transitions${query({ ...asked, at_least: least })}`),
    placeholderData: (before) => before,
  });
}

export function useVariants(asked: Asked) {
  return useQuery({
    queryKey: ["metrics", "variants", asked],
    queryFn: () => send<Variants>("GET", `/boards/variants${query({ ...asked })}`),
    placeholderData: (before) => before,
  });
}

/** Which journeys: those that took a step, or those that went a way. */
export type Gone = { left: string; entered: string } | { variant: string };

export function useGone(gone: Gone, asked: Asked) {
  return useInfiniteQuery({
    queryKey: ["metrics", "gone", gone, asked],
    queryFn: ({ pageParam }) => {
      const cursor = { cursor: pageParam };
      return "variant" in gone
        ? send<BehindPage>("GET", `/boards/variants/${gone.variant}/journeys${query({ ...asked, ...cursor })}`)
        : send<BehindPage>("GET", `/boards/transitions/journeys${query({ ...asked, ...gone, ...cursor })}`);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
}

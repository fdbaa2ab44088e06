import { numberSaid } from "@/features/metrics/said";
import type { Funnel, HealthBoard, MetricAnswer } from "@/features/metrics/shapes";
import type { Bar, Body } from "@/features/reports/picture";
import type { Look, Mark, WidgetShown } from "@/features/reports/shapes";
import { count, percent } from "@/lib/numbers";
import type { Lang } from "@/lib/i18n";
import { duration } from "@/lib/time";

/** What a widget shows, as a picture can draw it; null where it shows nothing. */
export function bodyOf({ answer, funnel, health, look, spec }: WidgetShown, lang: Lang): Body | null {
  if (health !== null) return ofHealth(health);
  if (funnel !== null) return look === "list" ? ofLongest(funnel, lang) : ofFunnel(funnel, lang);
  return answer === null ? null : ofMetric(answer, look, spec?.data.values ?? [], lang);
}

function ofMetric(answer: MetricAnswer, look: Look, marks: readonly Mark[], lang: Lang): Body | null {
  if (look === "number") return { kind: "number", said: numberSaid(answer, answer, lang) };
  if (look === "heat") return ofHeat(marks);
  const rows = marks.length > 0 ? marks : ofAnswer(answer, lang);
  if (rows.length === 0) return null;
  return { kind: look === "line" ? "line" : "bars", rows };
}

function ofAnswer(answer: MetricAnswer, lang: Lang): readonly Bar[] {
  return answer.rows.map((row) => ({
    label: row.label,
    value: row.value,
    said: numberSaid(row, answer, lang),
    bad: false,
  }));
}

function ofFunnel(funnel: Funnel, lang: Lang): Body | null {
  if (funnel.started === 0) return null;
  const rows = funnel.stages.map(({ key, label, entered, conversion }) => ({
    label,
    value: entered,
    said: conversion === null ? count(entered, lang) : `${count(entered, lang)} · ${percent(conversion / 100)}`,
    bad: key === funnel.narrowest,
  }));
  return { kind: "bars", rows };
}

function ofLongest(funnel: Funnel, lang: Lang): Body | null {
  const longest = [...funnel.stuck].sort((one, other) => other.days - one.days).slice(0, 10);
  const rows = longest.map(({ title, days, level }) => ({
    label: title,
    value: days,
    said: duration(days * 24 * 60, lang),
    bad: level === "red",
  }));
  return rows.length === 0 ? null : { kind: "bars", rows };
}

function ofHealth(board: HealthBoard): Body | null {
  if (board.rows.length === 0) return null;
  const rows = board.rows.map(({ person, cells }) => ({
    label: person.name,
    cells: board.stages.map(({ key }) => {
      const cell = cells.find((one) => one.stage === key);
      const [bad, all] = cell === undefined ? [0, 0] : [cell.red, cell.red + cell.yellow + cell.green];
      return { said: all === 0 ? "" : `■${bad} / ${all}`, share: all === 0 ? 0 : bad / all };
    }),
  }));
  return { kind: "grid", columns: board.stages.map(({ label }) => label), rows };
}

function ofHeat(marks: readonly Mark[]): Body | null {
  if (marks.length === 0) return null;
  const most = Math.max(...marks.map(({ value }) => value ?? 0), 0) || 1;
  const columns = [...new Map(marks.map((mark) => [mark.column, mark.column_label ?? ""])).entries()];
  const rows = [...new Map(marks.map((mark) => [mark.key, mark.label])).entries()].map(([key, label]) => ({
    label,
    cells: columns.map(([column]) => {
      const mark = marks.find((one) => one.key === key && one.column === column);
      return { said: mark?.said ?? "", share: (mark?.value ?? 0) / most };
    }),
  }));
  return { kind: "grid", columns: columns.map(([, label]) => label), rows };
}

import type { Changing } from "@/features/design/changing";
import { goes, type Lost } from "@/features/design/pruning";
import type { Body, DesignBoard, DesignWidget, Edit, Process } from "@/features/design/shapes";
import { say } from "@/lib/i18n";

/** The questions that add up amounts, as the server has them (a test of the server holds this list). */
const asksAmounts: ReadonlySet<string> = new Set([
  "won_value",
  "won_value_by_owner",
  "won_value_by_month",
  "average_won",
  "pipeline",
  "pipeline_by_stage",
]);

/** Take what goes out of the dashboards: numbers of a process that goes, and what splits and chooses by it. */
export function leaveDashboards(changing: Changing, body: Body, lost: Lost): void {
  for (const board of body.dashboards ?? []) {
    for (const widget of board.widgets ?? []) {
      const edit = without(body, ["dashboards", board.key, "widgets", widget.key], widget, lost);
      const goes = edit.some((step) => step.do === "remove");
      if (edit.length > 0) changing.with(edit, "dashboard", called(board, widget), goes);
    }
  }
}

/** A dashboard, and which of its numbers where that has a name of its own. */
function called(board: DesignBoard, widget: DesignWidget): string {
  return widget.label ? `${say(board.label)} · ${say(widget.label)}` : say(board.label);
}

/** Take a role out of the dashboards shown to it. One that was shown to it alone goes: it would be shown to all. */
export function leaveBoardsOf(changing: Changing, body: Body, role: string): void {
  for (const board of body.dashboards ?? []) {
    if (!board.roles?.includes(role)) continue;
    const left = board.roles.filter((key) => key !== role);
    const place = ["dashboards", board.key];
    if (left.length === 0) changing.with([{ do: "remove", place }], "dashboard", say(board.label), true);
    else changing.with([{ do: "set", place: [...place, "roles"], value: left }], "dashboard", say(board.label));
  }
}

function without(body: Body, place: readonly string[], widget: DesignWidget, lost: Lost): Edit {
  const found = body.processes?.find(({ key }) => key === widget.process) ?? body.processes?.[0];
  if (found === undefined) return [];
  if (uncounted(widget, found, lost)) return [{ do: "remove", place }];
  return [
    ...asked(widget, place, (key) => goes(lost, found.object, key)),
    ...shown(widget, place, lost.stages?.get(found.key)),
  ];
}

/** Whether nothing of a process can be counted any more, no amount added up, or none of the stages that were chosen. */
function uncounted(widget: DesignWidget, process: Process, lost: Lost): boolean {
  const gone = lost.objects.has(process.object) || (lost.processes?.has(process.key) ?? false);
  return gone || worthless(widget, process, lost) || bare(widget, lost.stages?.get(process.key));
}

/** Whether a widget adds up amounts, and the field they stand in goes. */
function worthless({ question }: DesignWidget, { object, amount }: Process, lost: Lost): boolean {
  return asksAmounts.has(question) && typeof amount === "string" && goes(lost, object, amount);
}

function asked(widget: DesignWidget, place: readonly string[], gone: (key: string) => boolean): Edit {
  const only = Object.entries(widget.only ?? {});
  const left = only.filter(([key]) => !gone(key));
  const split = typeof widget.by === "string" && gone(widget.by.replace(/^field\./, ""));
  return [
    ...(left.length < only.length
      ? [{ do: "set" as const, place: [...place, "only"], value: Object.fromEntries(left) }]
      : []),
    ...(split ? [{ do: "set" as const, place: [...place, "by"], value: null }] : []),
  ];
}

/** Whether none of the stages stays that a widget was made for. Without a choice it would show all of them. */
function bare({ stages = [] }: DesignWidget, gone: ReadonlySet<string> | undefined): boolean {
  return stages.length > 0 && stages.every((key) => gone?.has(key));
}

/** The stages that a widget shows, without those that go. */
function shown({ stages = [] }: DesignWidget, place: readonly string[], gone: ReadonlySet<string> | undefined): Edit {
  const left = stages.filter((key) => !gone?.has(key));
  return left.length === stages.length ? [] : [{ do: "set", place: [...place, "stages"], value: left }];
}

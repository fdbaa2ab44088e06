import type { Changing } from "@/features/design/changing";
import { goes, type Lost } from "@/features/design/pruning";
import type { Body, Both, Edit } from "@/features/design/shapes";
import { say } from "@/lib/i18n";

interface Widget {
  readonly key: string;
  readonly label?: Both | null;
  readonly process?: string | null;
  readonly by?: string | null;
  readonly only?: Readonly<Record<string, readonly string[]>>;
  readonly stages?: readonly string[];
}

interface Board {
  readonly key: string;
  readonly label: Both;
  readonly widgets?: readonly Widget[];
}

type WithBoards = Body & { readonly dashboards?: readonly Board[] };

/** Take what goes out of the dashboards: numbers of a process that goes, and what splits and chooses by it. */
export function leaveDashboards(changing: Changing, body: Body, lost: Lost): void {
  for (const board of (body as WithBoards).dashboards ?? []) {
    for (const widget of board.widgets ?? []) {
      const edit = without(body, ["dashboards", board.key, "widgets", widget.key], widget, lost);
      if (edit.length > 0) changing.with(edit, "dashboard", say(board.label));
    }
  }
}

function without(body: Body, place: readonly string[], widget: Widget, lost: Lost): Edit {
  const found = body.processes?.find(({ key }) => key === widget.process) ?? body.processes?.[0];
  if (found === undefined) return [];
  if (uncounted(found, lost)) return [{ do: "remove", place }];
  return [
    ...asked(widget, place, (key) => goes(lost, found.object, key)),
    ...shown(widget, place, lost.stages?.get(found.key)),
  ];
}

/** Whether nothing can be counted of a process any more. */
function uncounted({ key, object }: { key: string; object: string }, lost: Lost): boolean {
  return lost.objects.has(object) || (lost.processes?.has(key) ?? false);
}

function asked(widget: Widget, place: readonly string[], gone: (key: string) => boolean): Edit {
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

/** The stages that a health board shows; where none of them is left it shows all, as one that chose none. */
function shown({ stages = [] }: Widget, place: readonly string[], gone: ReadonlySet<string> | undefined): Edit {
  const left = stages.filter((key) => !gone?.has(key));
  return left.length === stages.length ? [] : [{ do: "set", place: [...place, "stages"], value: left }];
}

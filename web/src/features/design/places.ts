import type { Body, Labelled } from "@/features/design/shapes";
import { say } from "@/lib/i18n";

/** Where in the design desk a place of the document is changed; null where no screen shows it yet. */
export function addressOf(draft: number, place: string): string | null {
  for (const [pattern, screen] of screens) {
    const [whole, ...names] = pattern.exec(place) ?? [];
    if (whole !== undefined) return `/design/${draft}/${screen(...names)}`;
  }
  return null;
}

/** The screens of the desk by the places that are changed there, the closest first. */
const screens: readonly (readonly [RegExp, (...names: readonly string[]) => string])[] = [
  [/^processes\.([^.]+)\.stages\.([^.]+)/, (key, stage) => `process/${key}?stage=${stage}`],
  [/^processes\.([^.]+)/, (key) => `process/${key}`],
  [/^objects\.([^.]+)\.form(?:\.|$)/, (key) => `forms/${key}`],
  [/^objects\.([^.]+)\.fields\.([^.]+)/, (key, field) => `objects/${key}?field=${field}`],
  [/^objects\.([^.]+)/, (key) => `objects/${key}`],
  [/^dashboards\.([^.]+)\.widgets\.([^.]+)/, (key, widget) => `dashboards/${key}?widget=${widget}`],
  [/^dashboards\.([^.]+)/, (key) => `dashboards/${key}`],
  [/^dictionaries\.([^.]+)/, (key) => `dictionaries?dictionary=${key}`],
  [/^rules\.([^.]+)/, (key) => `rules/${key}`],
  [/^approvals\.([^.]+)/, (key) => `approvals?approval=${key}`],
  [/^pools\.([^.]+)/, (key) => `pools?pool=${key}`],
  [/^grades\.([^.]+)/, (key) => `grades?grading=${key}`],
  [/^activity_kinds\.([^.]+)/, (key) => `activities?kind=${key}`],
  [/^calendar(?:\.|$)/, () => "calendar"],
  [/^notices(?:\.|$)/, () => "notices"],
  [/^roles\.([^.]+)\.(?:hidden|readonly)(?:\.|$)/, (key) => `roles?role=${key}&view=fields`],
  [/^roles\.([^.]+)/, (key) => `roles?role=${key}`],
];

/** What a place is called: the labels on the way to it, as far as there are any, and which member of the last. */
export function called(body: Body, place: string, members: Readonly<Record<string, string>> = {}): string {
  const labels: string[] = [];
  let here: unknown = body;
  let member: string | undefined;
  for (const name of place.split(".")) {
    here = inner(here, name);
    member = isLabelled(here) ? undefined : (members[name] ?? member);
    if (isLabelled(here)) labels.push(say(here.label));
  }
  return [...labels, ...(member === undefined ? [] : [member])].join(" · ");
}

function inner(node: unknown, name: string): unknown {
  if (Array.isArray(node)) return (node as readonly { key?: string }[]).find((one) => one.key === name);
  return typeof node === "object" && node !== null ? (node as Record<string, unknown>)[name] : undefined;
}

function isLabelled(node: unknown): node is Labelled {
  return typeof node === "object" && node !== null && "label" in node && "key" in node;
}

import type { Body, Labelled } from "@/features/design/shapes";
import { say } from "@/lib/i18n";

/** Where in the design desk a place of the document is changed; null where no screen shows it yet. */
export function addressOf(draft: number, place: string): string | null {
  if (place.startsWith("roles.")) return roleAddress(draft, place);
  const found = /^(processes|objects|dashboards)\.([^.]+)(?:\.(\w+)\.([^.]+))?/.exec(place);
  if (found === null) return null;
  const [, top = "", key, inside, inner] = found;
  const screen = screens[inside === "form" ? "forms" : top];
  if (screen === undefined) return null;
  const within = inside === screen.list && inner !== undefined ? `?${screen.asked}=${inner}` : "";
  return `/design/${draft}/${screen.path}/${key}${within}`;
}

/** A role, and where it is a matter of fields, the side that shows these. */
function roleAddress(draft: number, place: string): string {
  const [, key = "", part = ""] = place.split(".");
  return `/design/${draft}/roles?role=${key}${part === "hidden" || part === "readonly" ? "&view=fields" : ""}`;
}

/** The parts of the document that have a screen, and how it is told what to show. */
const screens: Readonly<Record<string, { path: string; list: string; asked: string }>> = {
  processes: { path: "process", list: "stages", asked: "stage" },
  objects: { path: "objects", list: "fields", asked: "field" },
  forms: { path: "forms", list: "sections", asked: "section" },
  dashboards: { path: "dashboards", list: "widgets", asked: "widget" },
};

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

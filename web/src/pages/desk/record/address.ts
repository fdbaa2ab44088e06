import type { Fix } from "@/features/process/way";

/** The address of a record's page that opens what puts something missing right. */
export function fixAddress(object: string, id: number, fix: Fix): string {
  const [what, key] = fix.kind === "field" ? ["field", fix.key] : ["thing", fix.thing.key];
  return `/r/${object}/${id}?fix=${what}:${encodeURIComponent(key)}`;
}

/** What an address asks to be put right: a field by key, or a deliverable by key. */
export function fixAsked(search: URLSearchParams): { what: "field" | "thing"; key: string } | null {
  const found = /^(field|thing):([a-z0-9_]+)$/.exec(search.get("fix") ?? "");
  return found === null ? null : { what: found[1] as "field" | "thing", key: found[2] ?? "" };
}

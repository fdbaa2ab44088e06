import { Refusal } from "@/lib/refusal";

/** What is wrong with each field, by field key, as the server said it. */
export type Problems = Readonly<Record<string, Problem>>;

export interface Problem {
  code: string;
  facts: Readonly<Record<string, string>>;
}

/** The problems of a refusal, by field; empty when it is about something else. */
export function problemsOf(error: unknown): Problems {
  if (!(error instanceof Refusal) || error.code !== "invalid") return {};
  const said = error.facts["problems"];
  if (!Array.isArray(said)) return {};
  const found: Record<string, Problem> = {};
  for (const one of said as Record<string, unknown>[]) {
    const field = one["field"] ?? one["place"];
    if (typeof field === "string") found[field] = { code: String(one["code"]), facts: texts(one) };
  }
  return found;
}

function texts(facts: Record<string, unknown>): Record<string, string> {
  const inner = typeof facts["facts"] === "object" && facts["facts"] !== null ? facts["facts"] : {};
  return Object.fromEntries(Object.entries({ ...facts, ...inner }).map(([key, value]) => [key, String(value)]));
}

/** What the server tells of a link, and what a customer tells the server. This page has no log-in and no cookies. */

export interface Sent {
  title: string;
  company: string;
  sender: string;
  file: string;
  pages: number;
  sent_at: string;
  expires_at: string;
  answer: "confirmed" | "declined" | null;
  answered_at: string | null;
}

/** Why nothing can be shown: in the words of the page. */
export type Failure = "wrong" | "over" | "tooMany" | "lost" | "answered";

export type Told = { sent: Sent } | { failure: Failure };

/** Where a link's things are. */
export function place(token: string, rest = ""): string {
  return `/api/confirmations/${encodeURIComponent(token)}${rest}`;
}

/** The token in the address of this page; empty when there is none. */
export function tokenIn(path: string): string {
  const [, root, token = ""] = path.split("/");
  return root === "c" ? decodeURIComponent(token) : "";
}

/** Ask what was sent. */
export function look(token: string, lang: string): Promise<Told> {
  return ask(place(token), lang, null);
}

/** Say that it came, or what is wrong with it. */
export function answer(token: string, lang: string, said: Said): Promise<Told> {
  const { act, name, reason } = said;
  const body = act === "decline" ? { name, reason } : { name };
  return ask(place(token, `/${act}`), lang, body);
}

export interface Said {
  act: "confirm" | "decline";
  name: string;
  reason: string;
}

async function ask(url: string, lang: string, body: object | null): Promise<Told> {
  try {
    const response = await fetch(url, {
      method: body === null ? "GET" : "POST",
      headers: { "accept-language": lang, ...(body === null ? {} : { "content-type": "application/json" }) },
      credentials: "omit",
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    });
    const said = (await response.json()) as unknown;
    return response.ok ? { sent: said as Sent } : { failure: failureOf(response.status, said) };
  } catch {
    return { failure: "lost" };
  }
}

/** What a "no" of the server means here. */
export function failureOf(status: number, said: unknown): Failure {
  const code = typeof said === "object" && said !== null && "code" in said ? said.code : "";
  if (code === "link_over") return "over";
  if (code === "someone_was_first") return "answered";
  if (status === 429) return "tooMany";
  return status >= 500 ? "lost" : "wrong";
}

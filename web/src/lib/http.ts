import { lang } from "@/lib/i18n";
import { Fault, Refusal, Unreachable, type Said } from "@/lib/refusal";

type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

let csrf = "";

/** Keep the token that proves an unsafe request comes from our own page. */
export function keepCsrf(token: string): void {
  csrf = token;
}

/** The one way out to the server. A "no" comes back as a Refusal, a fault as a Fault, silence as Unreachable. */
export async function send<Answer>(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  const answer = await reach(`/api${path}`, {
    method,
    headers: { ...identity(method), ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  return read<Answer>(answer, `${method} ${path}`);
}

/** Send files and fields as a form. */
export async function upload<Answer>(path: string, form: FormData): Promise<Answer> {
  const answer = await reach(`/api${path}`, { method: "POST", headers: identity("POST"), body: form });
  return read<Answer>(answer, `POST ${path}`);
}

/** A query string from what is set; what is empty is left out. */
export function query(params: Readonly<Record<string, string | number | boolean | null | undefined>>): string {
  const set = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== "") set.set(name, String(value));
  }
  const text = set.toString();
  return text === "" ? "" : `?${text}`;
}

function identity(method: Method): Record<string, string> {
  return { "accept-language": lang(), ...(method === "GET" || csrf === "" ? {} : { "x-csrf-token": csrf }) };
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    throw new Unreachable(url, { cause });
  }
}

async function read<Answer>(answer: Response, what: string): Promise<Answer> {
  if (answer.status === 204) return undefined as Answer;
  const said = (await answer.json().catch(() => null)) as unknown;
  if (!answer.ok) {
    if (isRefusal(said)) throw new Refusal(said);
    throw new Fault(what, answer.status, answer.headers.get("x-request-id"));
  }
  return said as Answer;
}

function isRefusal(said: unknown): said is Said {
  return typeof said === "object" && said !== null && "code" in said && "facts" in said;
}

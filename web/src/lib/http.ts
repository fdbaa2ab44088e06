import type { Address } from "@/lib/contract";
import { lang } from "@/lib/i18n";
import { Fault, Refusal, Unreachable, type Said } from "@/lib/refusal";

type Method = "GET" | "POST" | "PATCH" | "DELETE";

let csrf = "";

/** After how many milliseconds of silence an act is sent again, each time under the same key. */
const AGAIN = [600, 2000];

/** Keep the token that proves an unsafe request comes from our own page. */
export function keepCsrf(token: string): void {
  csrf = token;
}

/** The one way out to the server. A "no" comes back as a Refusal, a fault as a Fault, silence as Unreachable. */
export function send<Answer>(
  method: "GET",
  path: Address<"get">,
  body?: undefined,
  signal?: AbortSignal,
): Promise<Answer>;
export function send<Answer>(method: "POST", path: Address<"post">, body?: unknown): Promise<Answer>;
export function send<Answer>(method: "PATCH", path: Address<"patch">, body: unknown): Promise<Answer>;
export function send<Answer>(method: "DELETE", path: Address<"delete">): Promise<Answer>;
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
export async function upload<Answer>(path: Address<"post">, form: FormData): Promise<Answer> {
  const answer = await reach(`/api${path}`, { method: "POST", headers: identity("POST"), body: form });
  return read<Answer>(answer, `POST ${path}`);
}

/** Send a form whose way takes long enough to be watched: `onProgress` hears the share that has gone out. */
export function uploadWatched<Answer>(
  path: Address<"post">,
  form: FormData,
  onProgress: (share: number) => void,
): Promise<Answer> {
  const url = `/api${path}`;
  return new Promise((resolve, reject) => {
    // fetch cannot tell how much has gone out; this can.
    const request = new XMLHttpRequest();
    request.open("POST", url);
    for (const [name, value] of Object.entries(identity("POST"))) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => {
      onProgress(total === 0 ? 0 : loaded / total);
    };
    const lost = () => {
      reject(new Unreachable(url));
    };
    request.onerror = lost;
    request.ontimeout = lost;
    request.onabort = lost;
    request.onload = () => {
      const answer = new Response(request.status === 204 ? null : request.responseText, { status: request.status });
      read<Answer>(answer, `POST ${path}`).then(resolve, reject);
    };
    request.send(form);
  });
}

/** A query string from what is set; what is empty is left out. */
export function query(
  params: Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>,
): "" | `?${string}` {
  const set = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (Array.isArray(value)) for (const one of value as readonly string[]) set.append(name, one);
    else if (value !== null && value !== undefined && value !== "") set.set(name, String(value));
  }
  const text = set.toString();
  return text === "" ? "" : `?${text}`;
}

function identity(method: Method): Record<string, string> {
  if (method === "GET") return { "accept-language": lang() };
  return { "accept-language": lang(), "idempotency-key": actKey(), ...(csrf === "" ? {} : { "x-csrf-token": csrf }) };
}

/** A name for one act: sent again under it, it is answered again and not done again. */
function actKey(): string {
  // Pages over plain http in an office have no randomUUID.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function reach(
  url: string,
  init: RequestInit,
  tries = init.method === "GET" ? 0 : AGAIN.length,
): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") throw cause;
    if (tries === 0 || !navigator.onLine) throw new Unreachable(url, { cause });
  }
  // Nobody answered: whether it was done, only the server knows. Its key lets us ask again.
  await new Promise((resolve) => setTimeout(resolve, AGAIN[AGAIN.length - tries]));
  return reach(url, init, tries - 1);
}

async function read<Answer>(answer: Response, what: string): Promise<Answer> {
  if (answer.status === 204) return undefined as Answer;
  const said = (await answer.json().catch(() => null)) as unknown;
  if (!answer.ok) {
    // A database that is away and a disk that is full are refusals too, with a way out; only a bug is a fault.
    if (!isRefusal(said) || said.code === "fault") throw new Fault(what, answer.status, referenceOf(said));
    throw new Refusal(said);
  }
  return said as Answer;
}

function isRefusal(said: unknown): said is Said {
  return typeof said === "object" && said !== null && "code" in said && "facts" in said;
}

/** The number under which the server wrote its fault down. */
function referenceOf(said: unknown): string | null {
  const id = isRefusal(said) ? said.facts["id"] : null;
  return typeof id === "string" ? id : null;
}

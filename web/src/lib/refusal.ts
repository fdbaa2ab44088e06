/** What the server says when it says "no". */
export interface Said {
  code: string;
  message: string;
  facts: Record<string, unknown>;
}

/** An expected "no" from the server: what to say, and what the screen needs to show the way out. */
export class Refusal extends Error {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor({ code, message, facts }: Said) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.facts = facts;
  }
}

/** The server made a mistake of its own; it has written it down under this number. */
export class Fault extends Error {
  readonly status: number;
  readonly reference: string | null;

  constructor(what: string, status: number, reference: string | null) {
    super(`${what}: ${String(status)}`);
    this.name = "Fault";
    this.status = status;
    this.reference = reference;
  }
}

/** Nobody answered: no network, or the server is not running. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/** Whether this error is the refusal of that code. */
export function refused(error: unknown, code: string): error is Refusal {
  return error instanceof Refusal && error.code === code;
}

/** What an address leads to that is nowhere, or that one may not see. */
export const notFound = new Refusal({ code: "not_found", message: "Not found.", facts: {} });

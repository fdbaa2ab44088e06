/** How a time limit is counted. The document writes it as one text: `3 workdays`, `1 working_hour`. */
export type Unit = "workdays" | "working_hours" | "days" | "hours";

export const units: readonly Unit[] = ["workdays", "working_hours", "days", "hours"];

export interface Limit {
  readonly amount: string;
  readonly unit: Unit;
}

/** The limit a text of the document stands for; null for none. */
export function limitOf(text: string | null | undefined): Limit | null {
  const [, amount, word] = /^([\d.]+) ([a-z_]+)$/.exec(text ?? "") ?? [];
  const unit = units.find((one) => one === word || one === `${word ?? ""}s`);
  return amount === undefined || unit === undefined ? null : { amount, unit };
}

/** The text the document takes for a limit; null when no amount is written. */
export function limitText({ amount, unit }: Limit): string | null {
  const said = amount.trim().replace("，", ".").replace("。", ".");
  return said === "" ? null : `${said} ${said === "1" ? unit.replace(/s$/, "") : unit}`;
}

/** A limit as people say it; null when there is none. */
export function limitSaid(text: string | null | undefined, words: Readonly<Record<Unit, string>>): string | null {
  const limit = limitOf(text);
  return limit === null ? null : `${limit.amount} ${words[limit.unit]}`;
}

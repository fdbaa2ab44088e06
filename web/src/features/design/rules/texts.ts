/** Texts that name fields of a record in braces: `{amount}`. */

export interface Piece {
  readonly field: boolean;
  readonly said: string;
}

/** A text in pieces: what is said as it stands, and the keys of the fields between. */
export function pieces(text: string): readonly Piece[] {
  return text
    .split(/(\{[a-z][a-z0-9_]*\})/)
    .filter((one) => one !== "")
    .map((one) => {
      const [, key] = /^\{([a-z][a-z0-9_]*)\}$/.exec(one) ?? [];
      return key === undefined ? { field: false, said: one } : { field: true, said: key };
    });
}

/** A text with a field named at a place of it; at the end where the place lies behind, never inside another name. */
export function withField(text: string, at: number, key: string): string {
  let begin = 0;
  for (const { field, said } of pieces(text)) {
    const end = begin + said.length + (field ? 2 : 0);
    if (field && begin < at && at < end) return withField(text, end, key);
    begin = end;
  }
  return `${text.slice(0, at)}{${key}}${at >= text.length ? "" : text.slice(at)}`;
}

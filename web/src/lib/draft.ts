import { useState } from "react";

const prefix = "bihuan.draft.";
const days = 14;

interface Kept {
  at: number;
  value: unknown;
}

/** What was typed here and not yet sent; null when there is nothing, or it is too old to be meant. */
export function draftAt(place: string, now = Date.now()): unknown {
  try {
    const kept = JSON.parse(localStorage.getItem(prefix + place) ?? "null") as Kept | null;
    if (kept === null) return null;
    return now - kept.at > days * 24 * 60 * 60_000 ? null : kept.value;
  } catch {
    return null;
  }
}

/** Keep what was typed, at every stroke; nothing is kept of an empty one. */
export function keepDraft(place: string, value: unknown, now = Date.now()): void {
  try {
    if (isNothing(value)) localStorage.removeItem(prefix + place);
    else localStorage.setItem(prefix + place, JSON.stringify({ at: now, value } satisfies Kept));
  } catch {
    // A phone that keeps nothing still sends what is typed now.
  }
}

/** A value that is still there when its page was left: keystroke by keystroke, until it is dropped. */
export function useDraft<Value>(place: string, empty: Value): [Value, (next: Value) => void, () => void] {
  const [value, setValue] = useState<Value>(() => (draftAt(place) as Value | null) ?? empty);
  const change = (next: Value) => {
    keepDraft(place, next);
    setValue(next);
  };
  const drop = () => {
    keepDraft(place, null);
    setValue(empty);
  };
  return [value, change, drop];
}

function isNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  if (typeof value !== "object") return false;
  return Object.values(value).every(isNothing);
}

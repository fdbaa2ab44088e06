import { useSyncExternalStore } from "react";

/** The languages the screens speak. */
export type Lang = "zh" | "en";

/** A label of the workspace's own configuration, in every language it was written in. */
export type Words = string | { zh?: string | null; en?: string | null };

const place = "bihuan.lang";
const listeners = new Set<() => void>();
let current: Lang = kept() ?? (navigator.language.startsWith("zh") ? "zh" : "en");
mark();

/** The language being spoken now. */
export function lang(): Lang {
  return current;
}

/** Speak this language from now on, here and at the next visit. */
export function speak(chosen: Lang): void {
  if (chosen === current) return;
  current = chosen;
  try {
    localStorage.setItem(place, chosen);
  } catch {
    // A browser that keeps nothing still speaks the chosen language until it is closed.
  }
  mark();
  for (const listener of listeners) listener();
}

/** The language being spoken; the component is drawn again when it changes. */
export function useLang(): Lang {
  return useSyncExternalStore(subscribe, lang);
}

/** A typed dictionary: Chinese is the type, English must have every one of its words. */
export function dictionary<T extends object>(zh: T, en: NoInfer<T>): (() => T) & { of: (lang: Lang) => T } {
  const of = (which: Lang) => (which === "zh" ? zh : en);
  const use = () => of(useLang());
  return Object.assign(use, { of });
}

/** What a label of the configuration is called in this language; the other language before nothing. */
export function say(words: Words | null | undefined, which: Lang = current): string {
  if (typeof words === "string") return words;
  const other = which === "zh" ? "en" : "zh";
  return words?.[which] ?? words?.[other] ?? "";
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function kept(): Lang | null {
  try {
    const value = localStorage.getItem(place);
    return value === "zh" || value === "en" ? value : null;
  } catch {
    return null;
  }
}

function mark(): void {
  document.documentElement.lang = current === "zh" ? "zh-CN" : "en";
}

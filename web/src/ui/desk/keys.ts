import { useEffect, useRef } from "react";

/** Whether a key pressed here is meant as text, or for something that is open over the page. */
function busyElsewhere(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return true;
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (target === null) return false;
  const typing =
    "input:not([type=radio]):not([type=checkbox]),textarea,select,[role=combobox],[role=dialog],[role=menu]";
  return target.isContentEditable || target.closest(typing) !== null;
}

/** Call these on single keys, or on two in a row ("g h"), while nobody is typing. */
export function useShortcuts(keys: Readonly<Record<string, () => void>>): void {
  const current = useRef(keys);
  const before = useRef("");
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    const handle = (event: KeyboardEvent) => {
      if (busyElsewhere(event) || !shortcutsOn()) return;
      const pair = `${before.current} ${event.key}`;
      const act = current.current[pair] ?? current.current[event.key];
      before.current = event.key;
      if (act === undefined) return;
      event.preventDefault();
      before.current = "";
      act();
    };
    document.addEventListener("keydown", handle);
    return () => {
      document.removeEventListener("keydown", handle);
    };
  }, []);
}

interface Rows {
  at: number;
  count: number;
  onMove: (index: number) => void;
  onOpen: (index: number) => void;
}

/** Walk a list with j and k and open a row with Enter. */
export function useRowKeys({ at, count, onMove, onOpen }: Rows): void {
  const go = (step: number) => {
    if (count > 0) onMove(Math.min(count - 1, Math.max(0, at + step)));
  };
  useShortcuts({
    j: () => {
      go(1);
    },
    k: () => {
      go(-1);
    },
    ...(at >= 0
      ? {
          Enter: () => {
            if (
              document.activeElement instanceof HTMLAnchorElement ||
              document.activeElement instanceof HTMLButtonElement
            ) {
              document.activeElement.click();
            } else onOpen(at);
          },
        }
      : {}),
  });
}

const place = "bihuan.shortcuts";

/** Whether single-key shortcuts are on; some people and some speech software need them off. */
export function shortcutsOn(): boolean {
  return localStorage.getItem(place) !== "off";
}

/** Turn single-key shortcuts on or off. */
export function setShortcuts(on: boolean): void {
  localStorage.setItem(place, on ? "on" : "off");
}

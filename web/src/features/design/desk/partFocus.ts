import { useEffect, useRef, type RefObject } from "react";

/** After a part of a list was added or taken away, one goes on at that part, or at the first button. */
export function usePartFocus(box: RefObject<HTMLDivElement | null>): (part: number) => void {
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    const place = placeOf(box.current, wanted.current);
    if (place === null) return;
    place.querySelector<HTMLElement>("select, input, button")?.focus();
    wanted.current = null;
  });
  return (part) => {
    wanted.current = part;
  };
}

/** Where a part stands; null while it is still to come, and the whole box where there is none. */
function placeOf(box: HTMLElement | null, part: number): HTMLElement | null {
  const parts = box?.querySelectorAll<HTMLElement>(":scope > ul > [data-part]") ?? [];
  return parts.length === 0 ? box : (parts[part] ?? null);
}

import { startTransition, useEffect, useState } from "react";

/**
 * How many of many things to draw: a screenful at once, the others soon after, a few at a time. Nobody waits for what
 * lies below, and whoever does something meanwhile is answered first. `of` says whose things they are: another's begin
 * anew. Once all are drawn, whatever is added is drawn at once.
 */
export function useGrowing(of: string, total: number, first = 40): number {
  const [grown, setGrown] = useState({ of, count: first });
  const count = grown.of === of ? Math.max(grown.count, first) : first;
  const whole = count >= total;
  useEffect(() => {
    if (count === Infinity) return undefined;
    const timer = setTimeout(() => {
      startTransition(() => {
        setGrown({ of, count: whole ? Infinity : count + step });
      });
    }, pause);
    return () => {
      clearTimeout(timer);
    };
  }, [of, count, whole]);
  return count;
}

const step = 40;
const pause = 20; // milliseconds in which something that was done comes first

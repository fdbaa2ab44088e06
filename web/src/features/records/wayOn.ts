import { useEffect } from "react";

import { refused } from "@/lib/refusal";
import { navigate } from "@/lib/router";

/** A record that became part of another: its address leads there, and `tell` says so in passing. */
export function useWayOn(error: unknown, tell: () => void): void {
  const into = refused(error, "went_into") ? error.facts : null;
  const to = into === null ? null : `/r/${String(into["object"])}/${String(into["record"])}`;
  useEffect(() => {
    if (to === null) return;
    tell();
    navigate(to, { replace: true });
    // What is said changes with the language and is no reason to go again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [to]);
}

import { useEffect, useState } from "react";

/**
 * Whoever opened a dialog has the focus again when it is gone. The library sees to it where a dialog is shut; here it
 * is often taken away with the question it asked.
 */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const nowhere = document.activeElement === null || document.activeElement === document.body;
      if (nowhere && before instanceof HTMLElement && before.isConnected) before.focus();
    },
    [before],
  );
}

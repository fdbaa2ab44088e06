import type { KeyboardEvent } from "react";

/** Tab leaves an open list as it leaves any control; left to itself, the list would choose what one stands on. */
export const tabLeaves = {
  onInputKeyDown: (event: KeyboardEvent) => {
    if (event.key === "Tab") event.stopPropagation();
  },
};

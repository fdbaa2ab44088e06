import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

import type { Sent } from "@/lib/contract";
import { send } from "@/lib/http";

type Pushed = Sent<"PushedOut">;

/** Milliseconds before one listens again whom the server has sent away, or did not let in. */
const again = 60_000;

/**
 * Hear at once what is new: lists are asked for anew, and `onPush` hears what one is interrupted for. A page that nobody
 * looks at does not listen, so that many open tabs share the few connections a browser has.
 */
export function useLive(onPush: (pushed: Pushed) => void): void {
  const queries = useQueryClient();
  useEffect(() => listen(queries, onPush), [queries, onPush]);
}

function listen(queries: QueryClient, onPush: (pushed: Pushed) => void): () => void {
  if (typeof EventSource === "undefined") return () => undefined;
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const later = () => {
    close();
    timer = setTimeout(open, again);
  };
  function open() {
    if (source !== null || document.visibilityState === "hidden") return;
    source = new EventSource("/api/live");
    source.addEventListener("hello", renew);
    source.addEventListener("notice", renew);
    source.addEventListener("push", (event) => {
      void shown(event as MessageEvent<string>, onPush);
    });
    source.addEventListener("bye", () => {
      later();
      void queries.invalidateQueries({ queryKey: ["org", "me"] });
    });
    source.onerror = () => {
      // What only broke off is mended by the browser; what was refused is not.
      if (source?.readyState === EventSource.CLOSED) later();
    };
  }
  function renew() {
    void queries.invalidateQueries({ queryKey: ["notices"] });
    void queries.invalidateQueries({ queryKey: ["activity", "tasks"] });
    void queries.invalidateQueries({ queryKey: ["agenda", "day"] });
  }
  const look = () => {
    if (document.visibilityState === "hidden") close();
    else open();
  };
  open();
  document.addEventListener("visibilitychange", look);
  return () => {
    document.removeEventListener("visibilitychange", look);
    close();
  };
}

async function shown(event: MessageEvent<string>, onPush: (pushed: Pushed) => void): Promise<void> {
  const { parcel } = JSON.parse(event.data) as { parcel: number };
  try {
    const pushed = await send<Pushed>("GET", `/notices/pushed/${parcel}`);
    if (pushed.title !== "") onPush(pushed);
  } catch {
    // It stands in the inbox in any case.
  }
}

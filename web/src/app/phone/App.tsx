import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";

import { Boundary } from "@/app/phone/Boundary";
import { Routes } from "@/app/phone/Routes";
import { refused, Unreachable } from "@/lib/refusal";
import { Sprite } from "@/ui/phone/Icon";
import { phoneActing } from "@/ui/phone/acting";
import { phoneKit } from "@/ui/phone/kit";
import { Toasts } from "@/ui/phone/toast";
import { ActingProvider } from "@/ui/acting";
import { KitProvider } from "@/ui/kit";

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // The log-in is over: who is asking is asked again, and the page of the log-in stands in until it is known.
    onError: (error, query) => {
      if (refused(error, "not_logged_in") && query.queryKey[1] !== "me") {
        void client.invalidateQueries({ queryKey: ["org", "me"] });
      }
    },
  }),
  defaultOptions: {
    // Without a network one is told at once; the browser's own opinion of the network is not waited for.
    mutations: { networkMode: "always" },
    queries: {
      networkMode: "always",
      staleTime: 10_000,
      // What was seen is there again at once when one goes back, and is asked for anew behind it.
      gcTime: 30 * 60_000,
      // A "no" does not become a "yes" by asking again; only silence, or a database that is away, may.
      retry: (count, error) => (error instanceof Unreachable || refused(error, "unavailable")) && count < 2,
    },
  },
});

/** The phone. */
export function App() {
  return (
    <QueryClientProvider client={client}>
      <KitProvider value={phoneKit}>
        <Sprite />
        <ActingProvider value={phoneActing}>
          <Boundary>
            <Routes />
          </Boundary>
        </ActingProvider>
        <Toasts />
      </KitProvider>
    </QueryClientProvider>
  );
}

import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";

import { refused, Unreachable } from "@/lib/refusal";
import { navigate } from "@/lib/router";

const login = "/login";

/** The memory of what the server said. Whoever is no longer logged in is taken to the log-in, and back afterwards. */
export function makeClient(): QueryClient {
  const onError = (error: unknown) => {
    if (!refused(error, "not_logged_in") || location.pathname === login) return;
    navigate(`${login}?next=${encodeURIComponent(location.pathname + location.search)}`, { replace: true });
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // A "no" does not become a "yes" by asking again; only silence, or a database that is away, may.
        retry: (count, error) => (error instanceof Unreachable || refused(error, "unavailable")) && count < 2,
      },
    },
  });
}

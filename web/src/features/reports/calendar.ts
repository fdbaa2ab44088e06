import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { Sent } from "@/lib/contract";
import { send } from "@/lib/http";

const key = ["reports", "calendar"];

/** Whether there is a link to one's calendar. */
export function useFeed() {
  return useQuery({ queryKey: key, queryFn: () => send<Sent<"FeedOut">>("GET", "/me/calendar") });
}

/** Make a link, in place of the one there was; its secret is in the answer and nowhere else. */
export function useOpenFeed() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => send<Sent<"FeedMade">>("POST", "/me/calendar"),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}

export function useCloseFeed() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => send<undefined>("DELETE", "/me/calendar"),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
}

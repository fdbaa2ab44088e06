import { useInfiniteQuery } from "@tanstack/react-query";

import type { Sent } from "@/lib/contract";
import { query, send } from "@/lib/http";

export type Regraded = Sent<"GradeChangeOut">;

/** Which changes of grades are asked for: from or to one of them, from which day to which. */
export interface RegradedAsked {
  readonly grade: string | null;
  readonly first: string | null;
  readonly last: string | null;
}

/** Changes of the grades of records that one sees, the latest first. */
export function useRegraded(object: string, asked: RegradedAsked) {
  return useInfiniteQuery({
    queryKey: ["records", object, "regraded", asked],
    queryFn: ({ pageParam, signal }) =>
      send<Sent<"GradeChangesOut">>(
        "GET",
        `/records/${object}/grade-changes${query({ ...asked, before: pageParam })}`,
        undefined,
        signal,
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => last.next,
  });
}

/** The same as a file. */
export function regradedUrl(object: string, asked: RegradedAsked): string {
  return `/api/records/${object}/grade-changes.csv${query({ ...asked })}`;
}

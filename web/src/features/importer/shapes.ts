import type { Closer, Sent } from "@/lib/contract";

/** The shapes in which the server tells of imports. */

export type RemedyKey = "replace" | "skip_rows" | "leave_empty" | "create" | "importer" | "keep";
export type Mapping = Readonly<Record<string, string | null>>;
type State = "checked" | "done" | "undone";

/** One kind of problem in one column: how often, for example where, and what can be done. */
export type ImportProblem = Sent<"ProblemOut">;

/** What shall be done about one problem. */
export type Fix = Sent<"Fix">;

export type Source = Sent<"SourceOut">;
export type BatchBrief = Closer<Sent<"BatchBrief">, { state: State }>;
export type Batch = Closer<Sent<"BatchOut">, { state: State }>;

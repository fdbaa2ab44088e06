import type { Words } from "@/lib/i18n";

/** The shapes in which the server tells of imports. */

export interface ColumnSeen {
  name: string;
  samples: readonly string[];
}

/** Something that a column may become. */
export interface Target {
  key: string;
  label: Words;
  required: boolean;
}

export type Mapping = Readonly<Record<string, string | null>>;

export type RemedyKey = "replace" | "skip_rows" | "leave_empty" | "create" | "importer" | "keep";

/** One kind of problem in one column: how often, for example where, and what can be done. */
export interface ImportProblem {
  file: string;
  kind: string;
  title: Words;
  column: string | null;
  value: string | null;
  message: string | null;
  count: number;
  samples: readonly { row: number | null; column: string | null; value: string | null }[];
  nearest: string | null;
  by: string | null;
  treatment: string;
  solved: boolean;
  blocking: boolean;
  remedy: Words;
  remedies: readonly { key: RemedyKey; label: Words }[];
}

/** What shall be done about one problem. */
export interface Fix {
  file: string;
  column: string | null;
  kind: string;
  remedy: RemedyKey;
  value?: string | null;
  by?: string | null;
}

export interface Source {
  file: string;
  object: string;
  numbers: Readonly<Record<string, number>>;
  columns: readonly ColumnSeen[];
  guess: Mapping;
  targets: readonly Target[];
}

export interface BatchBrief {
  id: number;
  object: string;
  name: string;
  file: string;
  state: "checked" | "done" | "undone";
  made_at: string;
  done_at: string | null;
  undone_at: string | null;
  numbers: Readonly<Record<string, number>>;
  can: { check: boolean; commit: boolean; undo: boolean };
}

export interface Batch extends BatchBrief {
  sources: readonly Source[];
  problems: readonly ImportProblem[];
}

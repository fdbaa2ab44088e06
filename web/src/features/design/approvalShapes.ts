import type { Both, Labelled } from "@/features/design/shapes";
import type { Condition } from "@/lib/conditions";

/** What a configuration says of approvals. */

export type ApproverBy = "person" | "role" | "manager" | "team" | "skill";

/** Who is asked in a step of an approval. */
export interface Approver {
  readonly key: string;
  readonly by: ApproverBy;
  readonly person?: string | null;
  readonly role?: string | null;
  readonly levels?: number;
  readonly team?: string | null;
  readonly skill?: string | null;
  readonly everybody?: boolean;
}

/** Everybody who is asked at the same time. */
export interface ApprovalStep extends Labelled {
  readonly who: readonly Approver[];
  readonly mode?: "all" | "any" | "vote";
  readonly votes?: number;
  readonly when?: Condition | null;
  readonly limit?: string | null;
  readonly warn_before?: string | null;
  readonly escalate_after?: string | null;
  readonly fields?: readonly string[];
  readonly files?: boolean;
  readonly may_delegate?: boolean;
  readonly may_add?: boolean;
}

/** One kind of approval of the records of one object. */
export interface ApprovalPart extends Labelled {
  readonly object: string;
  readonly steps: readonly ApprovalStep[];
  readonly on_change?: "reopen" | "show";
  readonly help?: Both | null;
}

import type { ApprovalPart } from "@/features/design/approvalShapes";
import type { ActivityKind, CalendarPart, Grading, NoticesPart, PoolPart } from "@/features/design/listShapes";
import type { Rule } from "@/features/design/rules/shapes";
import type { Condition } from "@/lib/conditions";
import type { Sent } from "@/lib/contract";
import type { DeliverableKind } from "@/features/process/shapes";

/** The shapes in which the server tells of drafts and versions, and the document a draft is. */

/** A text in both languages. */
export interface Both {
  readonly zh: string;
  readonly en: string;
}

export interface Deliverable {
  readonly key: string;
  readonly label: Both;
  readonly kind: DeliverableKind;
  readonly count?: number;
  readonly types?: readonly string[];
  readonly min_length?: number;
  readonly fields?: readonly string[];
  readonly object?: string | null;
  readonly of?: string | null;
  readonly activity_kinds?: readonly string[];
  readonly approval?: string | null;
  readonly role?: string | null;
  readonly limit?: string | null;
  readonly review?: "none" | "manager" | "role";
  readonly reviewer_role?: string | null;
  readonly sample?: { readonly name: string; readonly sha256?: string | null } | null;
  readonly help?: Both | null;
}

export interface Alternative extends Labelled {
  readonly ways: readonly (readonly string[])[];
}

/** What must hold before one may leave a stage. */
export interface Check extends Labelled {
  readonly holds: Condition;
}

interface Gate {
  readonly fields?: readonly string[];
  readonly deliverables?: readonly Deliverable[];
  readonly alternatives?: readonly Alternative[];
  readonly checks?: readonly Check[];
}

/** How many days a stage takes elsewhere. */
export interface Reference {
  readonly target?: number | string | null;
  readonly usual?: number | string | null;
  readonly rival?: number | string | null;
  readonly note?: Both | null;
}

/** One stop of a process. What nobody has set may be absent. */
export interface Stage {
  readonly key: string;
  readonly label: Both;
  readonly when?: Condition | null;
  readonly limit?: string | null;
  readonly warn_before?: string | null;
  readonly escalate_after?: string | null;
  readonly gate?: Gate;
  readonly back_to?: readonly string[];
  readonly script?: Both | null;
  readonly checklist?: readonly Both[];
  readonly reference?: Reference | null;
}

export interface Process {
  readonly key: string;
  readonly label: Both;
  readonly object: string;
  readonly stages: readonly Stage[];
  readonly won?: Both;
  readonly lost?: Both;
  readonly lost_reasons?: readonly Labelled[];
  readonly back_reasons?: readonly Labelled[];
  readonly follow_up?: string | null;
  readonly amount?: string | null;
}

export interface Choice {
  readonly key: string;
  readonly label: Both;
  readonly synonyms?: readonly string[];
  readonly archived?: boolean;
}

export interface DesignField {
  readonly key: string;
  readonly label: Both;
  readonly type: string;
  readonly required?: boolean;
  readonly unit?: string | null;
  readonly min?: number | string | null;
  readonly max?: number | string | null;
  readonly pattern?: string | null;
  readonly default?: unknown;
  readonly unique?: boolean;
  readonly personal?: boolean;
  readonly synonyms?: readonly string[];
  readonly prefix?: string;
  readonly formula?: unknown;
  readonly choices?: readonly Choice[];
  readonly dictionary?: string | null;
  readonly to?: string | null;
  readonly help?: Both | null;
}

export interface FormSection {
  /** Forms written before sections had keys have none. */
  readonly key?: string | null;
  readonly label: Both;
  readonly fields?: readonly string[];
  readonly visible_when?: Condition | null;
}

export interface DesignObject {
  readonly key: string;
  readonly label: Both;
  readonly plural?: Both | null;
  readonly title: string;
  readonly visibility?: "owner" | "everyone";
  readonly icon?: string | null;
  readonly help?: Both | null;
  readonly fields: readonly DesignField[];
  readonly quick?: readonly string[];
  readonly list_columns?: readonly string[];
  readonly form?: readonly FormSection[];
}

/** Who sees how far and may do what: by object, `*` for all that are not named. */
export interface Role {
  readonly key: string;
  readonly label: Both;
  readonly scope?: "own" | "team" | "region" | "all";
  readonly rights?: readonly string[];
  readonly objects?: Readonly<Record<string, readonly string[]>>;
  readonly hidden?: Readonly<Record<string, readonly string[]>>;
  readonly readonly?: Readonly<Record<string, readonly string[]>>;
}

export interface Labelled {
  readonly key: string;
  readonly label: Both;
}

/** A list of choices that several fields share. */
export interface Dictionary extends Labelled {
  readonly entries: readonly Choice[];
}

/** Where a widget stands on the grid of twelve columns, counted from 1. */
export interface WidgetPlace {
  readonly column: number;
  readonly row: number;
  readonly width: number;
  readonly height: number;
}

/** One question on a dashboard; what is not said is as the question has it. */
export interface DesignWidget {
  readonly key: string;
  readonly question: string;
  readonly label?: Both | null;
  readonly process?: string | null;
  readonly by?: string | null;
  readonly period?: string | null;
  readonly only?: Readonly<Record<string, readonly string[]>>;
  readonly stages?: readonly string[];
  readonly look?: string | null;
  readonly place?: Partial<WidgetPlace>;
}

export interface DesignBoard extends Labelled {
  readonly roles?: readonly string[];
  readonly widgets?: readonly DesignWidget[];
}

/** The whole configuration, as far as these screens look at it. */
export interface Body {
  readonly name: Both;
  readonly objects: readonly DesignObject[];
  readonly processes?: readonly Process[];
  readonly roles?: readonly Role[];
  readonly dictionaries?: readonly Dictionary[];
  readonly grades?: readonly Grading[];
  readonly pools?: readonly PoolPart[];
  readonly activity_kinds?: readonly ActivityKind[];
  readonly dashboards?: readonly DesignBoard[];
  readonly rules?: readonly Rule[];
  readonly approvals?: readonly ApprovalPart[];
  readonly calendar?: CalendarPart;
  readonly notices?: NoticesPart;
}

/** Names of members and keys inside lists, from the document down. */
export type Place = readonly string[];

/** One small change of the document. Several of them that count as one step are an edit. */
export type Operation =
  | { readonly do: "set"; readonly place: Place; readonly value: unknown }
  | {
      readonly do: "add";
      readonly place: Place;
      readonly value: { readonly key: string };
      readonly before: string | null;
    }
  | { readonly do: "remove"; readonly place: Place }
  | { readonly do: "move"; readonly place: Place; readonly before: string | null };

export type Edit = readonly Operation[];

export type Fault = Sent<"FaultOut">;
export type DraftBrief = Sent<"DraftLine">;
/** What the server tells of a draft: whole, or by what has changed since a revision that is known here. */
export type DraftAnswer = Omit<Sent<"DraftOut">, "body" | "operations"> & {
  readonly body: Body | null;
  readonly operations: Edit;
};
export type Draft = Omit<DraftAnswer, "body" | "since" | "operations"> & { readonly body: Body };
export type Version = Sent<"VersionOut">;
export type Change = Sent<"Said">;
export type Plan = Sent<"PlanOut">;
export type Effect = Plan["effects"][number];
export type GoneThing = Omit<Sent<"GoneOut">, "edit"> & { readonly edit: Edit };
export type Step = Omit<Sent<"Steps">["items"][number], "operations"> & { readonly operations: Edit };
/** One part of a replay as the server tells it. */
export type ReplayPart = Sent<"ReplayOut">;
export type ReplayCase = ReplayPart["draft"]["refusals"][number];
export type Replay = Omit<ReplayPart, "live" | "draft"> & { readonly live: ReplaySide; readonly draft: ReplaySide };
/** What would have been under one of the two: the numbers, the cases, and who would have been alerted how often. */
export type ReplaySide = Omit<ReplayPart["draft"], "days"> & { readonly people: readonly Busy[] };
/** How often somebody would have been alerted: in all, most on one day, and on how many days more than five times. */
export interface Busy {
  readonly name: string;
  readonly alerts: number;
  readonly most: number;
  readonly days_of_many: number;
}
export type Question = Sent<"QuestionOut">;
export type SeenAs = Sent<"AsOut">;
export type SeenAsObject = SeenAs["objects"][number];
export type SeenAsRecord = Sent<"AsRecord">;

import type { DeliverableDef, GateItem, Holder, Journey, Level, ProcessDef, Stay } from "@/features/process/shapes";
import type { Tone } from "@/ui/Status";

/** Pure thought about a journey: where it stands, what is missing, and who held the ball. */

export const toneOf: Readonly<Record<Level, Tone>> = {
  ok: "ok",
  warn: "warn",
  red: "bad",
  done_ok: "ok",
  done_late: "warn",
};

/** One stop of the rail. */
export interface Stop {
  key: string;
  label: string;
  place: "passed" | "here" | "ahead";
  tone: Tone;
  skipped: boolean;
}

/** The stops of a journey in their order: passed, here, ahead. A conditional stage passed over is marked as skipped. */
export function stops(journey: Journey, process: ProcessDef): Stop[] {
  const here = process.stages.findIndex((stage) => stage.key === journey.stage);
  return process.stages.map((stage, i) => {
    const stay = last(journey.stays.filter((one) => one.stage === stage.key));
    const place = i < here || journey.outcome === "won" ? "passed" : i === here ? "here" : "ahead";
    const skipped = place === "passed" && stay === undefined && stage.conditional;
    const tone = stay === undefined || place === "ahead" ? "idle" : toneOf[stay.level];
    return { key: stage.key, label: stage.label, place, tone, skipped };
  });
}

function last<Item>(items: readonly Item[]): Item | undefined {
  return items[items.length - 1];
}

/** The stay that lasts now; undefined when the journey has ended. */
export function presentStay(journey: Journey): Stay | undefined {
  return journey.stays.find((stay) => stay.left_at === null);
}

/** What the gate still asks for; a way of an alternative is not asked for by itself. */
export function missing(items: readonly GateItem[]): GateItem[] {
  return items.filter((item) => !item.met && item.part_of === null);
}

/** How something missing is put right: which dialog or field opens. */
export type Fix =
  | { kind: "field"; key: string }
  | { kind: "hand_in"; thing: DeliverableDef }
  | { kind: "summary"; thing: DeliverableDef }
  | { kind: "record"; thing: DeliverableDef }
  | { kind: "confirmation"; thing: DeliverableDef }
  | { kind: "approval"; thing: DeliverableDef };

/** What puts a missing item right; null where it can only be waited for or changed elsewhere. */
export function fixOf(item: Pick<GateItem, "kind" | "key">, process: ProcessDef | undefined): Fix | null {
  if (item.kind === "field") return { kind: "field", key: item.key };
  const thing = deliverable(process, item.key);
  if (thing === undefined) return null;
  const { kind } = thing;
  if (kind === "task") return null;
  const own = kind === "summary" || kind === "record" || kind === "confirmation" || kind === "approval";
  return { kind: own ? kind : "hand_in", thing };
}

/** A deliverable of a process, whichever stage asks for it. */
export function deliverable(process: ProcessDef | undefined, key: string): DeliverableDef | undefined {
  return process?.stages.flatMap((stage) => stage.deliverables).find((thing) => thing.key === key);
}

/** Minutes for which each party held the ball in these stays. */
export function held(stays: readonly Pick<Stay, "holds" | "left_at">[], now: Date): Record<Holder, number> {
  const sums: Record<Holder, number> = { rep: 0, approver: 0, department: 0, customer: 0, system: 0 };
  for (const stay of stays) {
    for (const hold of stay.holds) {
      const until = hold.until ?? stay.left_at;
      const end = until === null ? now.getTime() : new Date(until).getTime();
      sums[hold.holder] += Math.max(0, end - new Date(hold.since).getTime()) / 60_000;
    }
  }
  return sums;
}

/** Where a card may be dropped, and if not there, why not. */
export type Drop = { ok: true } | { ok: false; why: "same" | "backward" | "skips"; next: string | null };

/** Whether a journey standing at `from` may be dropped on `to`: only the next stage is one step away. */
export function drop(stages: readonly { key: string; conditional?: boolean }[], from: string, to: string): Drop {
  const start = stages.findIndex((stage) => stage.key === from);
  const end = stages.findIndex((stage) => stage.key === to);
  const next = stages[start + 1]?.key ?? null;
  if (start === end) return { ok: false, why: "same", next };
  if (end < start) return { ok: false, why: "backward", next };
  const skipped = stages.slice(start + 1, end);
  if (skipped.some((stage) => stage.conditional !== true)) return { ok: false, why: "skips", next };
  return { ok: true };
}

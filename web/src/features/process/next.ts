import type { GateItem, HandedIn, Journey, Named, ProcessDef } from "@/features/process/shapes";
import { deliverable, fixOf, missing, type Fix } from "@/features/process/way";

/** What the one large button of a journey does next. It always does something. */
export type NextStep =
  | { do: "nothing"; why: "over" | "not_yours" }
  | { do: "advance"; to: Named }
  | { do: "fields"; items: readonly GateItem[]; left: number }
  | { do: "fix"; item: GateItem; fix: Fix; left: number }
  | { do: "look"; item: GateItem; left: number };

/** The first thing that brings a journey on: go on, or what is missing, or see whom it waits for. */
export function nextStep(journey: Journey, process: ProcessDef | undefined): NextStep {
  if (journey.outcome !== null) return { do: "nothing", why: "over" };
  if (!journey.can.advance) return { do: "nothing", why: "not_yours" };
  const [first, ...others] = missing(journey.gate.items);
  if (first === undefined) return { do: "advance", to: journey.next ?? { key: "won", label: "" } };
  return firstOf([first, ...others], journey, process);
}

/** Fields come first, all at once; then what can be brought now, in the gate's own order. */
function firstOf(
  open: readonly [GateItem, ...GateItem[]],
  journey: Journey,
  process: ProcessDef | undefined,
): NextStep {
  const left = open.length;
  const fields = open.filter((item) => item.kind === "field");
  if (fields.length > 0) return { do: "fields", items: fields, left };
  for (const item of open.flatMap((one) => parts(one, journey.gate.items, process))) {
    const fix = waits(item) ? null : fixOf(item, process);
    if (fix !== null && canStart(fix, journey)) return { do: "fix", item, fix, left };
  }
  return { do: "look", item: open[0], left };
}

/** Whether nothing but somebody else's answer is missing. */
export function waits(item: GateItem): boolean {
  return ["waiting_review", "waiting_customer", "waiting_task", "waiting_approval"].includes(item.reason);
}

/** How many are still to be brought of one thing. */
export function short(item: GateItem): number {
  return Math.max(1, item.need - item.have);
}

/** The things one is asked for: of several ways the one that is furthest, and in it what is missing. */
export function parts(item: GateItem, items: readonly GateItem[], process: ProcessDef | undefined): GateItem[] {
  if (item.kind !== "alternative") return [item];
  const open = item.ways.map((way) => way.map((key) => part(item, key, items, process)).filter((one) => !one.met));
  return open.reduce((best, way) => (way.length < best.length ? way : best), open[0] ?? []);
}

/** One deliverable of a way; a refused advance names the alternative alone, the process knows its parts. */
export function part(
  item: GateItem,
  key: string,
  items: readonly GateItem[],
  process: ProcessDef | undefined,
): GateItem {
  const known = items.find((one) => one.kind === "deliverable" && one.key === key);
  if (known !== undefined) return known;
  const thing = deliverable(process, key);
  const { count = 1, label = key } = thing ?? {};
  return { ...item, kind: "deliverable", key, label, need: count, have: 0, why: "", ways: [], part_of: item.key };
}

/** What was handed in for a deliverable, the latest first. */
export function handedIn(journey: Journey, key: string): HandedIn[] {
  return journey.deliverables.filter((thing) => thing.key === key).reverse();
}

/** A confirmation can be asked for when there is something to confirm. */
function canStart(fix: Fix, journey: Journey): boolean {
  if (fix.kind !== "confirmation") return true;
  return journey.deliverables.some((thing) => thing.key === fix.thing.of && thing.status !== "rejected");
}

import type { Busy, Replay, ReplayCase, ReplayPart, ReplaySide } from "@/features/design/shapes";

type Side = ReplayPart["draft"];

const many = 5; // more alerts than this on one day are too many for one person
const named = 200; // cases that are shown by name, the latest first

/** The parts of a replay as one. */
export function added(parts: readonly [ReplayPart, ...ReplayPart[]]): Replay {
  return {
    ...parts[0],
    stays: sum(parts, (part) => part.stays),
    advances: sum(parts, (part) => part.advances),
    whole: parts.every(({ whole }) => whole),
    live: side(parts.map(({ live }) => live)),
    draft: side(parts.map(({ draft }) => draft)),
  };
}

function side(sides: readonly Side[]): ReplaySide {
  return {
    refused: sum(sides, (one) => one.refused),
    red: sum(sides, (one) => one.red),
    alerts: sum(sides, (one) => one.alerts),
    refusals: latest(sides.flatMap(({ refusals }) => refusals)),
    overdue: latest(sides.flatMap(({ overdue }) => overdue)),
    people: busy(sides.flatMap(({ days }) => days)),
  };
}

/** Whom alerts would have reached how often, who had most on a day first. */
function busy(days: Side["days"]): Busy[] {
  const people = new Map<number, { name: string; days: Map<string, number> }>();
  for (const { person_id: id, name, day, alerts } of days) {
    const one = people.get(id) ?? { name, days: new Map<string, number>() };
    one.days.set(day, (one.days.get(day) ?? 0) + alerts);
    people.set(id, one);
  }
  const found = [...people.values()].map(({ name, days: each }) => ({
    name,
    alerts: sum([...each.values()], (n) => n),
    most: Math.max(...each.values()),
    days_of_many: [...each.values()].filter((n) => n > many).length,
  }));
  return found.sort((a, b) => b.most - a.most || b.alerts - a.alerts || a.name.localeCompare(b.name));
}

function latest(cases: readonly ReplayCase[]): ReplayCase[] {
  return [...cases].sort((a, b) => b.at.localeCompare(a.at)).slice(0, named);
}

function sum<Of>(all: readonly Of[], value: (one: Of) => number): number {
  return all.reduce((total, one) => total + value(one), 0);
}

import type { Process, Stage } from "@/features/design/shapes";

/** Where everything stands in the picture of a process. Pure, in pixels from the upper left corner. */

const edge = 16;
const lane = 14; // between two lines that lead back
const gap = 36; // between two stages
const card = { width: 220, height: 60 };
const branch = { width: 260, height: 100, away: 64 };
export const pill = { width: 168, height: 32 };

/** A stage in the picture: on the main line, or aside of it when it is taken under a condition only. */
export interface Spot {
  readonly stage: Stage;
  readonly aside: boolean;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** All ways back to one stage: they share a line at the left. */
interface Rail {
  readonly to: Spot;
  readonly from: readonly Spot[];
  readonly x: number;
}

export interface Picture {
  readonly spots: readonly Spot[];
  readonly rails: readonly Rail[];
  /** The main line, and where the ends stand under it. */
  readonly line: number;
  readonly top: number;
  readonly end: number;
  /** Where the line to the end that nobody wishes for goes down. */
  readonly right: number;
  readonly width: number;
  readonly height: number;
}

/** The picture of a process: from above to below, in the order of its stages. */
export function pictureOf({ stages }: Pick<Process, "stages">): Picture {
  const lanes = lanesOf(stages);
  const left = edge + (lanes.size === 0 ? 0 : (Math.max(...lanes.values()) + 1) * lane + edge);
  const line = left + card.width / 2;
  let y = edge + pill.height + gap;
  const spots = stages.map((stage): Spot => {
    const aside = Boolean(stage.when);
    const here = aside ? { ...branch, x: line + branch.away } : { ...card, x: left };
    const spot = { stage, aside, x: here.x, y, width: here.width, height: here.height };
    y += here.height + gap;
    return spot;
  });
  // The two ends stand side by side, with air between them.
  const ends = line + pill.width / 2 + edge + pill.width;
  const right = Math.max(left + card.width, ends, ...spots.map((one) => one.x + one.width));
  return {
    spots,
    rails: railsOf(spots, lanes, left),
    line,
    top: edge + pill.height,
    end: y,
    right: right + edge,
    width: right + 2 * edge,
    height: y + pill.height + edge,
  };
}

/** Which lane each line back has, by the stage it leads to: the short ones inside, and no two on one another. */
function lanesOf(stages: readonly Stage[]): ReadonlyMap<string, number> {
  const spans = stages.flatMap((to, first) => {
    const last = stages.reduce((found, one, at) => (one.back_to?.includes(to.key) ? at : found), -1);
    return last <= first ? [] : [{ key: to.key, first, last }];
  });
  spans.sort((one, other) => one.last - one.first - (other.last - other.first) || one.first - other.first);
  const lanes: { first: number; last: number }[][] = [];
  const found = new Map<string, number>();
  for (const { key, first, last } of spans) {
    const free = lanes.findIndex((taken) => taken.every((one) => one.last < first || one.first > last));
    const at = free === -1 ? lanes.length : free;
    lanes[at] = [...(lanes[at] ?? []), { first, last }];
    found.set(key, at);
  }
  return found;
}

function railsOf(spots: readonly Spot[], lanes: ReadonlyMap<string, number>, left: number): readonly Rail[] {
  return spots.flatMap((to) => {
    const at = lanes.get(to.stage.key);
    if (at === undefined) return [];
    const from = spots.filter(({ stage }) => stage.back_to?.includes(to.stage.key));
    return [{ to, from, x: left - edge - at * lane }];
  });
}

/** The line from one stop of the main line to the next: it goes on past what stands aside. */
export function mainLines({ spots, top, end }: Picture): readonly { from: number; to: number }[] {
  const stops = spots.filter(({ aside }) => !aside);
  const starts = [top, ...stops.map(({ y, height }) => y + height)];
  return starts.map((from, i) => ({ from, to: stops[i]?.y ?? end }));
}

/** The way out to a stage aside, and back to the main line. */
export function asideLines({ x, y, width, height }: Spot, line: number): { out: string; back: string } {
  const [middle, foot] = [y + height / 2, y + height];
  const down = x + Math.min(40, width / 2);
  return {
    out: `M${line} ${y - gap / 2} C${line} ${middle} ${line} ${middle} ${x} ${middle}`,
    back: `M${down} ${foot} C${down} ${foot + gap / 2} ${line} ${foot} ${line} ${foot + gap / 2}`,
  };
}

/** The way back from one stage to another along its line. */
export function backLine(rail: Rail, from: Spot): string {
  const [start, end] = [from.y + from.height - 14, rail.to.y + 16];
  return `M${from.x} ${start} H${rail.x} V${end} H${rail.to.x}`;
}

import { freshKey } from "@/features/design/body";
import type {
  Body,
  Both,
  DesignBoard,
  DesignObject,
  DesignWidget,
  Edit,
  Operation,
  Process,
  Question,
  WidgetPlace,
} from "@/features/design/shapes";

/** The edits of dashboards: each function is one thing a person does, as operations that count as one step. */

export const COLUMNS = 12;
const TALLEST = 12;

/** Where a widget stands; what is not said is as the server has it. */
export function placeOf(widget: DesignWidget): WidgetPlace {
  return { column: 1, row: 1, width: 6, height: 4, ...widget.place };
}

/** The nearest place on the grid. */
export function onGrid({ column, row, width, height }: WidgetPlace): WidgetPlace {
  const wide = between(width, 1, COLUMNS);
  return {
    column: between(column, 1, COLUMNS - wide + 1),
    row: Math.max(1, row),
    width: wide,
    height: between(height, 1, TALLEST),
  };
}

/** Where everything stands once one widget is put to a place: what would lie under it moves down. */
export function settled(widgets: readonly DesignWidget[], key: string, place: WidgetPlace): Map<string, WidgetPlace> {
  const standing = new Map([[key, onGrid(place)]]);
  const others = widgets.filter((one) => one.key !== key).map((one) => ({ key: one.key, place: placeOf(one) }));
  others.sort(({ place: one }, { place: other }) => one.row - other.row || one.column - other.column);
  for (const other of others) {
    let at = other.place;
    for (let under = meeting(standing, at); under !== undefined; under = meeting(standing, at)) {
      at = { ...at, row: under.row + under.height };
    }
    standing.set(other.key, at);
  }
  return standing;
}

/** Put a widget to a place, and those that it meets out of its way. */
export function moveWidget(board: DesignBoard, key: string, place: WidgetPlace): Edit {
  const widgets = board.widgets ?? [];
  const standing = settled(widgets, key, place);
  return widgets.flatMap((one): Operation[] => {
    const to = standing.get(one.key);
    if (to === undefined || same(to, placeOf(one))) return [];
    return [{ do: "set", place: [...widgetPlace(board, one.key), "place"], value: to }];
  });
}

/** Let a question stand where there is room for it. */
export function addWidget(board: DesignBoard, question: Question): { edit: Edit; key: string } {
  const widgets = board.widgets ?? [];
  const taken = widgets.map(({ key }) => key);
  const key = taken.includes(question.key) ? freshKey(question.key, taken) : question.key;
  const value = { key, question: question.key, place: room(widgets, sizes[question.look] ?? [6, 4]) };
  return { edit: [{ do: "add", place: ["dashboards", board.key, "widgets"], value, before: null }], key };
}

/** Change what a widget asks; null is as the question has it. */
export function setWidget(board: DesignBoard, key: string, members: Readonly<Record<string, unknown>>): Edit {
  return Object.entries(members).map(([name, value]) => ({
    do: "set",
    place: [...widgetPlace(board, key), name],
    value,
  }));
}

export function removeWidget(board: DesignBoard, key: string): Edit {
  return [{ do: "remove", place: widgetPlace(board, key) }];
}

export function addBoard(body: Body, label: Both): { edit: Edit; key: string } {
  const key = freshKey(
    "board",
    (body.dashboards ?? []).map((one) => one.key),
  );
  const value = { key, label, roles: [], widgets: [] };
  return { edit: [{ do: "add", place: ["dashboards"], value, before: null }], key };
}

/** Which process a widget counts, and whose records walk through it. */
export function counted(body: Body, widget: DesignWidget): { process?: Process; object?: DesignObject } {
  const process = body.processes?.find(
    ({ key }) => widget.process === undefined || widget.process === null || key === widget.process,
  );
  const object = body.objects.find(({ key }) => key === process?.object);
  return { ...(process === undefined ? {} : { process }), ...(object === undefined ? {} : { object }) };
}

function widgetPlace(board: DesignBoard, key: string): readonly string[] {
  return ["dashboards", board.key, "widgets", key];
}

const sizes: Readonly<Record<string, readonly [number, number]>> = {
  number: [3, 2],
  bar: [6, 4],
  line: [6, 4],
  heat: [8, 5],
  table: [6, 4],
  funnel: [6, 5],
  health: [12, 6],
  list: [4, 5],
};

/** The first place, read as one reads, where a widget of this size has room. */
function room(widgets: readonly DesignWidget[], [width, height]: readonly [number, number]): WidgetPlace {
  const standing = new Map(widgets.map((one) => [one.key, placeOf(one)]));
  for (let row = 1; ; row++) {
    for (let column = 1; column <= COLUMNS - width + 1; column++) {
      const place = { column, row, width, height };
      if (meeting(standing, place) === undefined) return place;
    }
  }
}

function meeting(standing: ReadonlyMap<string, WidgetPlace>, place: WidgetPlace): WidgetPlace | undefined {
  return [...standing.values()].find(
    (one) =>
      one.column < place.column + place.width &&
      place.column < one.column + one.width &&
      one.row < place.row + place.height &&
      place.row < one.row + one.height,
  );
}

function same(one: WidgetPlace, other: WidgetPlace): boolean {
  return (["column", "row", "width", "height"] as const).every((name) => one[name] === other[name]);
}

function between(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

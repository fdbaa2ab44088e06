/** How an estate is shared out. */
export type How = "one" | "in_turn" | "by_field" | "each";

/** Who gets what, as the server takes it. */
export interface Plan {
  person_id: number;
  how: How;
  to: readonly number[];
  rest_to: number;
  by: string;
  values: Readonly<Record<string, number>>;
  each: Readonly<Record<string, number>>;
}

/** What was chosen so far; what nobody chose is null. */
export interface Choice {
  how: How;
  one: number | null;
  several: readonly number[];
  rest: number | null;
  by: string;
  values: Readonly<Record<string, number>>;
  each: Readonly<Record<string, number>>;
}

export const nothing: Choice = {
  how: "one",
  one: null,
  several: [],
  rest: null,
  by: "",
  values: {},
  each: {},
};

/** The plan that a choice comes to; null while somebody has to be chosen yet. */
export function planOf(person: number, choice: Choice): Plan | null {
  const { how } = choice;
  const to = chosen(choice);
  const [first] = to;
  if (first === undefined || (how === "by_field" && choice.by === "")) return null;
  const ways = { by: "", values: {}, each: {}, ...own(choice) };
  return { person_id: person, how, to, rest_to: choice.rest ?? first, ...ways };
}

function chosen({ how, one, several }: Choice): readonly number[] {
  if (how === "in_turn") return several;
  return one === null ? [] : [one];
}

/** What only belongs to the way that was chosen. */
function own({ how, by, values, each }: Choice): Partial<Plan> {
  if (how === "by_field") return { by, values };
  return how === "each" ? { each } : {};
}

/** The same entries with one set, or taken out. */
export function put<Value>(
  entries: Readonly<Record<string, Value>>,
  key: string,
  value: Value | null,
): Readonly<Record<string, Value>> {
  const others = Object.entries(entries).filter(([other]) => other !== key);
  return Object.fromEntries(value === null ? others : [...others, [key, value]]);
}

import { keyFrom } from "@/features/design/body";
import type { Body, Both, Choice, DesignField, DesignObject, Dictionary, Edit } from "@/features/design/shapes";

/** The edits of dictionaries: each function is one thing a person does. */

/** As many entries as one dictionary holds. */
export const mostEntries = 2000;
const mostOperations = 100;

/** A field that takes its choices from a dictionary. */
export interface Sharing {
  readonly object: DesignObject;
  readonly field: DesignField;
}

export function entryPlace(dictionary: Dictionary, entry: Choice): readonly string[] {
  return ["dictionaries", dictionary.key, "entries", entry.key];
}

/** The fields that take their choices from a dictionary. */
export function sharing(body: Body, key: string): readonly Sharing[] {
  return body.objects.flatMap((object) =>
    object.fields.filter((field) => field.dictionary === key).map((field) => ({ object, field })),
  );
}

/** A new dictionary, behind the others. */
export function addDictionary(body: Body, label: Both): { edit: Edit; key: string } {
  const key = freshOne(keyFrom(label.en === label.zh ? "" : label.en) ?? "list", keysOf(body.dictionaries ?? []));
  return { edit: [{ do: "add", place: ["dictionaries"], value: newList(key, label), before: null }], key };
}

function newList(key: string, label: Both): Dictionary {
  return { key, label, entries: [] };
}

/** What a pasted text holds: a line each, its columns by tabs: the name, its English, other words for it. */
export interface Pasted {
  readonly entries: readonly Choice[];
  /** Names that stand in the dictionary already, or twice in the text. */
  readonly known: readonly string[];
  /** How many are more than a dictionary holds. */
  readonly beyond: number;
}

/** The entries that a pasted text adds to a dictionary. */
export function pasted(text: string, dictionary: Dictionary): Pasted {
  const keys = keysOf(dictionary.entries);
  const names = new Set(dictionary.entries.flatMap(({ label }) => [label.zh, label.en]));
  const entries: Choice[] = [];
  const known: string[] = [];
  const next = { number: 1 };
  for (const { zh, en, others } of linesOf(text)) {
    if (names.has(zh)) {
      known.push(zh);
      continue;
    }
    names.add(zh);
    const key = entryKey(en || zh, keys, next);
    keys.add(key);
    entries.push({ key, label: { zh, en: en || zh }, synonyms: synonymsOf(others), archived: false });
  }
  const room = Math.max(0, mostEntries - dictionary.entries.length);
  return { entries: entries.slice(0, room), known, beyond: Math.max(0, entries.length - room) };
}

function linesOf(text: string): readonly { zh: string; en: string; others: string }[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.split("\t").map((one) => one.trim().slice(0, 200)))
    .map(([first = "", en = "", others = ""]) => ({ zh: first || en, en, others }))
    .filter(({ zh }) => zh !== "");
}

/** Add entries behind the others: a few one by one, so that others may work beside; many in one go. */
export function addEntries(dictionary: Dictionary, added: readonly Choice[]): Edit {
  const place = ["dictionaries", dictionary.key, "entries"];
  if (added.length > mostOperations) return [{ do: "set", place, value: [...dictionary.entries, ...added] }];
  return added.map((value) => ({ do: "add", place, value, before: null }));
}

/** Move an entry before another; to the end when that is null. */
export function putEntry(dictionary: Dictionary, key: string, before: string | null): Edit {
  return key === before ? [] : [{ do: "move", place: ["dictionaries", dictionary.key, "entries", key], before }];
}

/** Move an entry one up (-1) or down (1). */
export function moveEntry(dictionary: Dictionary, entry: Choice, by: -1 | 1): Edit {
  const from = dictionary.entries.findIndex(({ key }) => key === entry.key);
  const other = dictionary.entries[from + by];
  if (other === undefined) return [];
  return putEntry(dictionary, entry.key, by === -1 ? other.key : (dictionary.entries[from + 2]?.key ?? null));
}

/** The other words of an entry, as a line is typed. */
export function synonymsOf(line: string): readonly string[] {
  return [...new Set(line.split(/[,，、;；]/).map((one) => one.trim()))].filter((one) => one !== "");
}

/** The entries in which these words stand. */
export function entriesWith(dictionary: Dictionary, words: string): readonly Choice[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === "") return dictionary.entries;
  return dictionary.entries.filter(({ key, label, synonyms = [] }) =>
    [key, label.zh, label.en, ...synonyms].some((text) => text.toLowerCase().includes(wanted)),
  );
}

function entryKey(name: string, taken: ReadonlySet<string>, next: { number: number }): string {
  const named = keyFrom(name);
  if (named !== null) return freshOne(named, taken);
  for (; taken.has(`e_${next.number}`); next.number++);
  return `e_${next.number}`;
}

function freshOne(named: string, taken: ReadonlySet<string>): string {
  if (!taken.has(named)) return named;
  for (let n = 2; ; n++) {
    const key = `${named.slice(0, 34)}_${n}`;
    if (!taken.has(key)) return key;
  }
}

function keysOf(things: readonly { key: string }[]): Set<string> {
  return new Set(things.map(({ key }) => key));
}

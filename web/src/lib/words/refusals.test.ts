import { expect, test } from "vitest";

import { codes, sentenceFor } from "@/lib/words/refusals";

// Every refusal of the server stands in its sources as `code = "…"`.
const sources = import.meta.glob<string>("../../../../src/bihuan/**/*.py", {
  query: "?raw",
  import: "default",
  eager: true,
});

// These are read in a terminal, never on a screen.
const terminal = [
  "data_folder_in_use",
  "database_will_not_start",
  "keys_missing",
  "other_keys",
  "day_not_over",
  "day_already_sealed",
  "stale",
];

const sent = Object.values(sources).flatMap((source) =>
  [...source.matchAll(/^ {4}code(?:: \w+)? = "([a-z_]+)"/gm)].map((found) => found[1] ?? ""),
);

test("the server's refusals are found", () => {
  expect(sent.length).toBeGreaterThan(40);
});

test.each([...new Set(sent)].filter((code) => !terminal.includes(code)))("%s has a sentence", (code) => {
  expect(codes).toContain(code);
});

test.each(codes)("%s says what happened and what to do, in both languages, whatever is known about it", (code) => {
  for (const lang of ["zh", "en"] as const) {
    const said = sentenceFor(code, {}, lang);
    expect(said?.what).toMatch(/\S/);
    expect(said?.how).toMatch(/\S/);
    expect(`${said?.what ?? ""}${said?.how ?? ""}`).not.toMatch(/undefined|NaN/);
  }
});

test.each(codes)("%s has Chinese punctuation in Chinese", (code) => {
  const said = sentenceFor(code, {}, "zh");
  expect(`${said?.what ?? ""}${said?.how ?? ""}`).not.toMatch(/[\u4e00-\u9fff][,;:?!]/);
});

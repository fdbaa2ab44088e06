import { expect, test } from "vitest";

import source from "@/features/design/words.ts?raw";

type Words = Readonly<Record<"zh" | "en", object>>;

const files = import.meta.glob<Readonly<Record<string, Words>>>("./words/*.ts", { eager: true });

test("each word of the desk is said once: of two with one key the later would silently win", () => {
  const merged = [...source.matchAll(/\.\.\.(\w+)\.zh,/g)].map(([, name]) => name);
  expect(merged.length).toBeGreaterThan(5);
  const known = Object.assign({}, ...Object.values(files)) as Record<string, Words>;
  const said = new Map<string, string[]>();
  for (const name of merged) {
    for (const key of Object.keys(known[name ?? ""]?.zh ?? {})) said.set(key, [...(said.get(key) ?? []), name ?? ""]);
  }
  expect(said.size).toBeGreaterThan(100);
  expect([...said].filter(([, where]) => where.length > 1)).toEqual([]);
});

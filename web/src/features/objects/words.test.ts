import { expect, test } from "vitest";

import { useFieldWords } from "@/features/objects/words";

// What a field says about a value it cannot take stands in the server's sources as `Wrong("…"`.
const sources = import.meta.glob<string>("../../../../src/bihuan/{objects,records}/**/*.py", {
  query: "?raw",
  import: "default",
  eager: true,
});

const sent = Object.values(sources).flatMap((source) =>
  [...source.matchAll(/Wrong\(\s*"([a-z_]+)"/g)].map((found) => found[1] ?? ""),
);

test("the server's problems are found", () => {
  expect(sent.length).toBeGreaterThan(15);
});

test.each([...new Set([...sent, "required", "taken", "system_field", "unknown_field"])])(
  "%s is said in words",
  (code) => {
    for (const lang of ["zh", "en"] as const) expect(useFieldWords.of(lang).problems[code]).toBeDefined();
  },
);

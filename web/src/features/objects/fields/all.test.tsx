import { render, screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";

import type { Field } from "@/features/objects/api";
import { known } from "@/features/objects/field-types";
import { FieldValue } from "@/features/objects/FieldForm";
import { speak } from "@/lib/i18n";

// The server's types are one file each, and each says its key.
const sources = import.meta.glob<string>("../../../../../src/bihuan/objects/fields/*.py", {
  query: "?raw",
  import: "default",
  eager: true,
});
const types = Object.values(sources).flatMap((source) =>
  [...source.matchAll(/^ {4}key = "([a-z_]+)"/gm)].map((found) => found[1] ?? ""),
);

beforeEach(() => {
  speak("zh");
});

test("the server's field types are found", () => {
  expect(types).toHaveLength(25);
});

test.each(types)("%s can be shown, and typed unless it fills itself", (key) => {
  const type = known().get(key);
  expect(type).toBeDefined();
  expect(type?.ops.length).toBeGreaterThan(0);
  expect(type?.Edit === undefined).toBe(key === "formula" || key === "auto_number");
});

const shown = (type: string, value: unknown, more: Partial<Field> = {}) => {
  render(<FieldValue field={{ key: "f", label: { zh: "F", en: "F" }, type, ...more }} value={value} />);
};

test.each([
  ["money", 386000, "¥386,000"],
  ["percent", 12.5, "12.5%"],
  ["duration", 200, "3 小时 20 分钟"],
  ["phone", "+8613812345678", "138 1234 5678"],
  ["boolean", false, "否"],
  ["address", { text: "温州市龙湾区", lng: null, lat: null }, "温州市龙湾区"],
  ["member", { id: 3, name: "陈静" }, "陈静"],
  ["reference", { id: 9, name: null }, "#9"],
  ["text", "", "未填"],
])("a %s is shown as people read it", (type, value, said) => {
  shown(type, value);
  expect(screen.getByText(said)).toBeTruthy();
});

test("a choice is shown by its label, one that is gone by its key", () => {
  const choices = [{ key: "a", label: { zh: "甲", en: "A" }, archived: false, synonyms: [] }];
  shown("choices", ["a", "gone"], { choices });
  expect(screen.getByText("甲、gone")).toBeTruthy();
});

test("an address of the web is a link only when it is http", () => {
  shown("url", "javascript:alert(1)");
  expect(screen.queryByRole("link")).toBeNull();
});

import { beforeEach, expect, test, vi } from "vitest";

import { draftAt, keepDraft } from "@/lib/draft";

beforeEach(() => {
  localStorage.clear();
});

test("what was typed is there again when the page is", () => {
  keepDraft("7.add.customer", { name: "温州", phone: "" });
  expect(draftAt("7.add.customer")).toEqual({ name: "温州", phone: "" });
});

test("each place and each person has its own", () => {
  keepDraft("7.add.customer", { name: "温州" });
  expect(draftAt("8.add.customer")).toBeNull();
  expect(draftAt("7.add.opportunity")).toBeNull();
});

test("of an empty form nothing is kept", () => {
  keepDraft("a", { name: "温州" });
  keepDraft("a", { name: "", customer: null, tags: [] });
  expect(localStorage.length).toBe(0);
});

test("what is older than two weeks is not meant any more", () => {
  const day = 24 * 60 * 60_000;
  keepDraft("a", "text", 0);
  expect(draftAt("a", 14 * day)).toBe("text");
  expect(draftAt("a", 14 * day + 1)).toBeNull();
});

test("a phone that keeps nothing loses the draft and nothing else", () => {
  const full = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  expect(() => {
    keepDraft("a", "text");
  }).not.toThrow();
  full.mockRestore();
  localStorage.setItem("bihuan.draft.a", "{broken");
  expect(draftAt("a")).toBeNull();
});

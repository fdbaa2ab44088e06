import { expect, test } from "vitest";

import type { GateItem, Journey, ProcessDef, StageDef, Stay } from "@/features/process/shapes";
import { drop, fixOf, held, missing, stops } from "@/features/process/way";

const stage = (key: string, conditional = false): StageDef => ({
  key,
  label: key.toUpperCase(),
  conditional,
  limit: null,
  script: null,
  checklist: [],
  reference: null,
  fields: [],
  deliverables: [],
  checks: [],
  back_to: [],
});

const process: ProcessDef = {
  key: "sales",
  label: "Sales",
  object: "deal",
  amount: null,
  stages: [stage("lead"), stage("visit"), stage("tender", true), stage("quote"), stage("sign")],
  outcomes: [],
  reasons: {},
};

const stay = (key: string, level: Stay["level"], left: boolean): Stay => ({
  id: key.length,
  stage: key,
  stage_label: key,
  person: { id: 1, name: "陈静" },
  entered_at: "2026-11-01T01:00:00Z",
  left_at: left ? "2026-11-02T01:00:00Z" : null,
  left_how: left ? "advanced" : null,
  warn_at: null,
  due_at: null,
  escalate_at: null,
  level,
  limit: null,
  minutes: 1440,
  working_minutes: 480,
  opening: false,
  holds: [],
});

const journey = (at: string, stays: readonly Stay[], outcome: Journey["outcome"] = null) =>
  ({ stage: at, stage_label: at, stays, outcome }) as unknown as Journey;

test("the rail marks what is passed, where one stands, and what lies ahead", () => {
  const found = stops(
    journey("quote", [stay("lead", "done_ok", true), stay("visit", "done_late", true), stay("quote", "red", false)]),
    process,
  );
  expect(found.map((stop) => stop.place)).toEqual(["passed", "passed", "passed", "here", "ahead"]);
  expect(found.map((stop) => stop.tone)).toEqual(["ok", "warn", "idle", "bad", "idle"]);
});

test("a conditional stage that was passed over is skipped, not late", () => {
  const found = stops(journey("quote", [stay("quote", "ok", false)]), process);
  expect(found.filter((stop) => stop.skipped).map((stop) => stop.key)).toEqual(["tender"]);
});

test("a won journey has passed everything", () => {
  expect(stops(journey("sign", [], "won"), process).every((stop) => stop.place === "passed")).toBe(true);
});

test.each([
  ["lead", "visit", true],
  ["visit", "quote", true],
  ["visit", "tender", true],
])("a card may go from %s to %s: nothing that must be done lies between", (from, to) => {
  expect(drop(process.stages, from, to)).toEqual({ ok: true });
});

test.each([
  ["lead", "quote", "skips", "visit"],
  ["lead", "sign", "skips", "visit"],
  ["quote", "visit", "backward", "sign"],
  ["lead", "lead", "same", "visit"],
])("a card may not go from %s to %s: %s", (from, to, why, next) => {
  expect(drop(process.stages, from, to)).toEqual({ ok: false, why, next });
});

test("what is one way of an alternative is not missing by itself", () => {
  const item = (key: string, met: boolean, part_of: string | null) => ({ key, met, part_of }) as GateItem;
  const items = [
    item("pdf", false, "signed"),
    item("scan", false, "signed"),
    item("signed", false, null),
    item("fee", true, null),
  ];
  expect(missing(items).map((one) => one.key)).toEqual(["signed"]);
});

test("a missing field is filled in, a check is only explained", () => {
  expect(fixOf({ kind: "field", key: "medium" }, process)).toEqual({ kind: "field", key: "medium" });
  expect(fixOf({ kind: "check", key: "margin" }, process)).toBeNull();
});

test("the ball is counted up to now while a stay lasts, and up to its end when it is over", () => {
  const holds = [
    { holder: "rep", cause: "", since: "2026-11-01T00:00:00Z", until: "2026-11-01T02:00:00Z" },
    { holder: "customer", cause: "", since: "2026-11-01T02:00:00Z", until: null },
  ] as const;
  const now = new Date("2026-11-01T05:00:00Z");
  expect(held([{ left_at: null, holds }], now)).toMatchObject({ rep: 120, customer: 180 });
  expect(held([{ left_at: "2026-11-01T03:00:00Z", holds }], now)).toMatchObject({ rep: 120, customer: 60 });
});

import { expect, test } from "vitest";

import { nextStep, parts, short } from "@/features/process/next";
import type {
  DeliverableDef,
  DeliverableKind,
  GateItem,
  HandedIn,
  Journey,
  ProcessDef,
} from "@/features/process/shapes";

function item(kind: GateItem["kind"], key: string, more: Partial<GateItem> = {}): GateItem {
  const met = { met: false, have: 0, need: 1, reason: "too_few", why: "", ways: [], part_of: null };
  return { kind, key, label: key, ...met, ...more };
}

function thing(key: string, kind: DeliverableKind, of: string | null = null): DeliverableDef {
  const rest = {
    count: 1,
    types: [],
    min_length: 1,
    fields: [],
    object: null,
    activity_kinds: [],
    approval: null,
    review: "none" as const,
  };
  return { key, label: key, kind, of, sample: null, help: null, ...rest };
}

const process = {
  stages: [
    {
      deliverables: [
        thing("photo", "photo"),
        thing("pdf", "file"),
        thing("receipt", "confirmation", "pdf"),
        thing("esign", "file"),
        thing("paper", "text"),
        thing("scan", "photo"),
      ],
    },
  ],
} as unknown as ProcessDef;

function journey(items: readonly GateItem[], more: Partial<Journey> = {}): Journey {
  return {
    outcome: null,
    next: { key: "quote", label: "报价" },
    can: { advance: true },
    gate: { open: items.every((one) => one.met), items },
    deliverables: [],
    ...more,
  } as unknown as Journey;
}

const handed = (key: string, status: HandedIn["status"]) => ({ key, status }) as HandedIn;

test("an open gate leads on, and says where", () => {
  const step = nextStep(journey([item("field", "amount", { met: true })]), process);
  expect(step).toEqual({ do: "advance", to: { key: "quote", label: "报价" } });
});

test("fields that are missing are filled in together, before anything is fetched", () => {
  const items = [item("deliverable", "photo"), item("field", "medium"), item("field", "temperature")];
  const step = nextStep(journey(items), process);
  expect(step.do).toBe("fields");
  expect(step).toMatchObject({ left: 3, items: [{ key: "medium" }, { key: "temperature" }] });
});

test("the first thing that can be brought now comes first; what waits for others is passed over", () => {
  const items = [item("deliverable", "pdf", { reason: "waiting_review" }), item("deliverable", "photo")];
  expect(nextStep(journey(items), process)).toMatchObject({ do: "fix", left: 2, fix: { thing: { key: "photo" } } });
});

test("nobody is asked to confirm what is not there yet", () => {
  const items = [item("deliverable", "receipt", { reason: "not_sent" }), item("deliverable", "pdf")];
  expect(nextStep(journey(items), process)).toMatchObject({ do: "fix", fix: { thing: { key: "pdf" } } });
  const after = journey([items[0] ?? item("check", "")], { deliverables: [handed("pdf", "accepted")] });
  expect(nextStep(after, process)).toMatchObject({ do: "fix", fix: { kind: "confirmation" } });
  const rejected = journey([items[0] ?? item("check", "")], { deliverables: [handed("pdf", "rejected")] });
  expect(nextStep(rejected, process).do).toBe("look");
});

test("when only others can do something, the button shows whom it waits for", () => {
  const items = [item("deliverable", "receipt", { reason: "waiting_customer" }), item("check", "floor")];
  expect(nextStep(journey(items), process)).toMatchObject({ do: "look", item: { key: "receipt" }, left: 2 });
});

test("of several ways the shortest one is followed, and in it what is missing", () => {
  const ways = item("alternative", "signed", { ways: [["esign"], ["paper", "scan"]] });
  const both = [item("deliverable", "paper", { met: true, part_of: "signed" }), item("deliverable", "scan")];
  expect(parts(ways, [], process).map((one) => one.key)).toEqual(["esign"]);
  const longer = item("alternative", "signed", {
    ways: [
      ["esign", "photo"],
      ["paper", "scan"],
    ],
  });
  expect(parts(longer, both, process).map((one) => one.key)).toEqual(["scan"]);
  expect(nextStep(journey([ways]), process)).toMatchObject({ do: "fix", fix: { thing: { key: "esign" } } });
});

test("what is over or somebody else's asks for nothing", () => {
  expect(nextStep(journey([], { outcome: "won" }), process)).toEqual({ do: "nothing", why: "over" });
  const can = { advance: false } as Journey["can"];
  expect(nextStep(journey([], { can }), process)).toEqual({ do: "nothing", why: "not_yours" });
});

test("of three with one there, two are short", () => {
  expect(short(item("deliverable", "summaries", { need: 3, have: 1 }))).toBe(2);
  expect(short(item("check", "floor", { need: 1, have: 1 }))).toBe(1);
});

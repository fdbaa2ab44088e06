import { render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";

import { MissingList } from "@/features/process/MissingList";
import type { DeliverableDef, GateItem, ProcessDef } from "@/features/process/shapes";
import { speak } from "@/lib/i18n";

const thing = (key: string, kind: DeliverableDef["kind"]): DeliverableDef => ({
  key,
  label: key,
  kind,
  count: 1,
  types: ["pdf"],
  min_length: 1,
  fields: [],
  object: null,
  of: null,
  activity_kinds: [],
  approval: null,
  review: "none",
  sample: null,
  help: null,
});

const process = {
  stages: [{ deliverables: [thing("proposal", "file"), thing("receipt", "confirmation"), thing("scan", "photo")] }],
} as unknown as ProcessDef;

const item = (more: Partial<GateItem>): GateItem => ({
  kind: "deliverable",
  key: "proposal",
  label: "方案 PDF",
  met: false,
  need: 1,
  have: 0,
  reason: "too_few",
  why: "已有 0 份，要 1 份",
  ways: [],
  part_of: null,
  ...more,
});

beforeEach(() => {
  speak("zh");
});

test("everything that is missing is named at once, each with its way out", async () => {
  const onFix = vi.fn();
  render(
    <MissingList
      process={process}
      onFix={onFix}
      items={[
        item({}),
        item({ kind: "field", key: "medium", label: "介质", why: "还没填" }),
        item({ kind: "check", key: "margin", label: "毛利率过线" }),
      ]}
    />,
  );

  for (const what of ["方案 PDF", "介质", "毛利率过线"]) expect(screen.getAllByText(what).length).toBeGreaterThan(0);
  await userEvent.click(screen.getByRole("button", { name: /^去填 ?介质$/ }));
  await userEvent.click(screen.getByRole("button", { name: /^去上传 ?方案 PDF$/ }));

  expect(onFix.mock.calls.map(([fix]: { kind: string }[]) => fix?.kind)).toEqual(["field", "hand_in"]);
  expect(screen.getAllByRole("button")).toHaveLength(2);
});

test("what waits for a reviewer has no button: there is nothing to do but wait", () => {
  render(
    <MissingList
      process={process}
      onFix={vi.fn()}
      items={[item({ reason: "waiting_review", why: "已提交，等审核" })]}
    />,
  );
  expect(screen.getByText("已提交，等审核")).toBeTruthy();
  expect(screen.queryByRole("button")).toBeNull();
});

test("what was sent to the customer can be looked at, not sent blindly again", () => {
  render(
    <MissingList
      process={process}
      onFix={vi.fn()}
      items={[item({ key: "receipt", label: "客户确认", reason: "waiting_customer" })]}
    />,
  );
  expect(screen.getByRole("button", { name: /^看进度 ?客户确认$/ })).toBeTruthy();
});

test("an alternative shows its ways, and its parts are not asked for by themselves", () => {
  render(
    <MissingList
      process={process}
      onFix={vi.fn()}
      items={[
        item({ part_of: "signed" }),
        item({
          kind: "alternative",
          key: "signed",
          label: "签约方式",
          ways: [["proposal"], ["scan"]],
          reason: "no_way",
        }),
      ]}
    />,
  );
  expect(screen.getByText("方式 1")).toBeTruthy();
  expect(screen.getByText("方式 2")).toBeTruthy();
  expect(screen.getAllByText("方案 PDF").length).toBe(2);
});

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";

import type { Journey } from "@/features/process/shapes";
import { speak } from "@/lib/i18n";
import { Advance } from "@/pages/desk/record/Advance";

const journey = {
  id: 7,
  title: "温州泵业",
  stage: "visit",
  stage_label: "初访",
  next: { key: "proposal", label: "方案" },
  gate: { open: false, items: [] },
  back: [],
  reasons: {},
  outcome: null,
  can: { advance: true, go_back: true, close: true, hand_in: true, make_exception: false },
} as unknown as Journey;

const missing = [
  {
    kind: "field",
    key: "medium",
    label: "介质",
    met: false,
    need: 1,
    have: 0,
    reason: "empty",
    why: "还没填",
    ways: [],
    part_of: null,
  },
  {
    kind: "field",
    key: "budget",
    label: "预算",
    met: false,
    need: 1,
    have: 0,
    reason: "empty",
    why: "还没填",
    ways: [],
    part_of: null,
  },
];

beforeEach(() => {
  speak("zh");
});

test("the button is never shut; a closed gate says all that is missing and leads to it", async () => {
  const no = { code: "gate_closed", message: "…", facts: { missing } };
  const asked = vi.fn<typeof fetch>(() => Promise.resolve(Response.json(no, { status: 409 })));
  vi.stubGlobal("fetch", asked);
  const onFix = vi.fn();
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Advance journey={journey} process={undefined} onFix={onFix} />
    </QueryClientProvider>,
  );

  await userEvent.click(screen.getByRole("button", { name: "进入下一步：方案" }));

  expect(await screen.findByText("介质", { selector: ".gate-what" })).toBeTruthy();
  await userEvent.click(screen.getByRole("button", { name: /^去填 ?预算$/ }));
  expect(onFix).toHaveBeenCalledWith({ kind: "field", key: "budget" });
  expect(asked.mock.calls[0]?.[0]).toBe("/api/journeys/7/advance");
  expect(asked.mock.calls[0]?.[1]?.body).toBe('{"start":"visit"}');
});

test("who may not move it sees no button to move it", () => {
  const closed = { ...journey, can: { ...journey.can, advance: false } };
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Advance journey={closed} process={undefined} onFix={vi.fn()} />
    </QueryClientProvider>,
  );
  expect(screen.queryByRole("button", { name: /进入下一步/ })).toBeNull();
});

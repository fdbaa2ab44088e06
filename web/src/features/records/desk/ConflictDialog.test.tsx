import { render, screen, within } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";

import { ConflictDialog } from "@/features/records/desk/ConflictDialog";
import { speak } from "@/lib/i18n";

const fields = [
  { key: "budget", label: { zh: "预算", en: "Budget" }, type: "money" },
  { key: "note", label: { zh: "备注", en: "Note" }, type: "text" },
];
const conflicts = [
  { field: "budget", mine: 300_000, theirs: 350_000 },
  { field: "note", mine: "我写的", theirs: "她写的" },
];

beforeEach(() => {
  speak("zh");
});

test("both values are shown, one chooses field by field, and only mine is sent", async () => {
  const onDecide = vi.fn();
  render(
    <ConflictDialog
      conflicts={conflicts}
      fields={fields}
      by="李娜"
      busy={false}
      onDecide={onDecide}
      onClose={vi.fn()}
    />,
  );

  expect(screen.getByText("李娜刚改了同样的内容")).toBeTruthy();
  const budget = within(screen.getByRole("region", { name: "预算" }));
  expect(budget.getByText("¥300,000")).toBeTruthy();
  expect(budget.getByText("¥350,000")).toBeTruthy();
  await userEvent.click(budget.getByRole("button", { name: "用我的" }));

  const save = screen.getByRole("button", { name: "按选的保存" });
  expect(save).toHaveProperty("disabled", true);
  await userEvent.click(within(screen.getByRole("region", { name: "备注" })).getByRole("button", { name: "用对方的" }));
  await userEvent.click(save);

  expect(onDecide).toHaveBeenCalledWith({ budget: 300_000 });
});

import { render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { expect, test, vi } from "vitest";

import { PickBox } from "@/features/design/desk/boxes";
import { useGrowing } from "@/ui/growing";

const fields = Array.from({ length: 200 }, (_, i) => ({
  value: `x${i}`,
  label: i === 7 ? "the longest of all" : `x${i}`,
}));

test("a long list says what is chosen, keeps its width, and is filled once it is reached", async () => {
  const onPick = vi.fn();
  render(<PickBox label="field" value="x150" options={fields} onPick={onPick} />);
  const box = screen.getByLabelText<HTMLSelectElement>("field");
  expect([...box.options].map(({ value }) => value)).toEqual(["x7", "x150"]);
  expect(box.value).toBe("x150");
  await userEvent.tab();
  expect(box.options).toHaveLength(200);
  expect(box.value).toBe("x150");
  await userEvent.selectOptions(box, "x3");
  expect(onPick).toHaveBeenCalledWith("x3");
});

function Rows({ of, total }: { of: string; total: number }) {
  return <p>{Math.min(total, useGrowing(of, total, 10))}</p>;
}

test("a screenful is drawn at once, all of them soon, another's anew, and what is added later at once", async () => {
  const { rerender } = render(<Rows of="customer" total={120} />);
  expect(screen.getByText("10")).toBeTruthy();
  expect(await screen.findByText("120")).toBeTruthy();
  await new Promise((soon) => setTimeout(soon, 60));
  rerender(<Rows of="customer" total={121} />);
  expect(screen.getByText("121")).toBeTruthy();
  rerender(<Rows of="quote" total={120} />);
  expect(screen.getByText("10")).toBeTruthy();
});

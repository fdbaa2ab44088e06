import { render, screen } from "@testing-library/react";
import { beforeEach, expect, test } from "vitest";

import type { ProcessDef } from "@/features/process/shapes";
import { drop, type Drop } from "@/features/process/way";
import type { RecordItem } from "@/features/records/api";
import { speak } from "@/lib/i18n";
import { Why } from "@/pages/desk/list/Why";

const stages = [
  { key: "lead", label: "线索", conditional: false },
  { key: "visit", label: "初访", conditional: false },
  { key: "quote", label: "报价", conditional: false },
];
const process = { stages } as unknown as ProcessDef;

const explain = (from: string, to: string) => {
  const where = drop(stages, from, to) as Drop & { ok: false };
  const item = { journey: { stage: from } } as RecordItem;
  render(<Why item={item} to={to} drop={where} process={process} />);
};

beforeEach(() => {
  speak("zh");
});

test("a card let go too far names the stage that comes next", () => {
  explain("lead", "quote");
  expect(screen.getByText(/不能跳过中间的步骤直接到“报价”。下一步是“初访”/)).toBeTruthy();
});

test("a card let go behind says that going back takes a reason, and where to give it", () => {
  explain("quote", "lead");
  expect(screen.getByText(/从“报价”退回“线索”要写原因/)).toBeTruthy();
});

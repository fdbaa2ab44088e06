import { expect, test } from "vitest";

import { svgOf, type Body } from "@/features/reports/picture";

const hostile = `<img src=x onerror="a">&'\u0001`;
const drawn = (body: Body, title = "每月新签") =>
  svgOf({ title, notes: ["2026 年 11 月 · 华东", "2026-11-22 保存"], sentence: "比上月多 3 个。", body });
const rows = [
  { label: "陈静", value: 3, said: "3 个", bad: false },
  { label: "林涛", value: null, said: "—", bad: true },
];

test("every kind of picture is a whole document with its title, filter, day and numbers", () => {
  const bodies: Body[] = [
    { kind: "number", said: "42" },
    { kind: "bars", rows },
    { kind: "line", rows },
    { kind: "grid", columns: ["第一周"], rows: [{ label: "陈静", cells: [{ said: "3", share: 1 }] }] },
  ];
  for (const body of bodies) {
    const { svg, height } = drawn(body);
    const page = new DOMParser().parseFromString(svg, "image/svg+xml");
    expect(page.querySelector("parsererror")).toBeNull();
    const said = page.documentElement.textContent;
    for (const part of ["每月新签", "华东", "2026-11-22 保存", "比上月多 3 个。"]) expect(said).toContain(part);
    expect(said).toContain(body.kind === "number" ? "42" : body.kind === "grid" ? "第一周" : "3 个");
    const lowest = Math.max(...[...page.querySelectorAll("text")].map((one) => Number(one.getAttribute("y"))));
    expect(lowest).toBeLessThan(height);
  }
});

test("names are texts and nothing else, and long ones keep within the picture", () => {
  const { svg } = drawn(
    { kind: "bars", rows: [{ label: hostile + "长".repeat(60), value: 1, said: hostile, bad: false }] },
    hostile,
  );
  const page = new DOMParser().parseFromString(svg, "image/svg+xml");
  expect(page.querySelector("parsererror, img")).toBeNull();
  const texts = [...page.querySelectorAll("text")].map((one) => one.textContent);
  expect(texts[0]).toBe(hostile.replace("\u0001", ""));
  expect(texts.find((one) => one.endsWith("…"))?.length).toBeLessThan(40);
});

import { expect, test } from "vitest";

import { applied } from "@/features/design/body";
import {
  addDictionary,
  addEntries,
  entriesWith,
  moveEntry,
  pasted,
  putEntry,
  sharing,
} from "@/features/design/dictionaries";
import type { Body, Choice, Dictionary, Edit } from "@/features/design/shapes";

const words = (zh: string, en = zh) => ({ zh, en });
const entry = (key: string, zh: string, en = zh): Choice => ({ key, label: words(zh, en), synonyms: [] });
const sources: Dictionary = {
  key: "sources",
  label: words("来源", "Sources"),
  entries: [entry("fair", "展会", "Fair"), entry("web", "官网", "Website"), entry("e_1", "介绍")],
};
const body: Body = {
  name: words("演示"),
  dictionaries: [sources],
  objects: [
    {
      key: "customer",
      label: words("客户"),
      title: "name",
      fields: [
        { key: "name", label: words("名称"), type: "text" },
        { key: "source", label: words("来源"), type: "choice", dictionary: "sources" },
      ],
    },
  ],
};
const after = (edit: Edit) => applied(body, edit).dictionaries ?? [];
const keys = (edit: Edit) => after(edit)[0]?.entries.map(({ key }) => key);

test("lines become entries, a column each for the English name and other words", () => {
  const found = pasted("微信公众号\r\n\n地推\tField sales\t扫街、陌拜\n展会\n地推\n", sources);
  expect(found.known).toEqual(["展会", "地推"]);
  expect(found.entries).toEqual([
    { key: "e_2", label: words("微信公众号"), synonyms: [], archived: false },
    { key: "field_sales", label: words("地推", "Field sales"), synonyms: ["扫街", "陌拜"], archived: false },
  ]);
});

test("a key that is taken is not given twice", () => {
  expect(pasted("网站\tWeb\n网店\tWeb", sources).entries.map(({ key }) => key)).toEqual(["web_2", "web_3"]);
});

test("two thousand lines are read at once and what is more is left out and said", () => {
  const text = Array.from({ length: 2100 }, (_, n) => `选项${n}`).join("\n");
  const begun = performance.now();
  const found = pasted(text, sources);
  expect(performance.now() - begun).toBeLessThan(300);
  expect([found.entries.length, found.beyond]).toEqual([1997, 103]);
  const edit = addEntries(sources, found.entries);
  expect(edit).toHaveLength(1);
  expect(keys(edit)).toHaveLength(2000);
  expect(new Set(keys(edit)).size).toBe(2000);
});

test("a few entries are added one by one, so that others may work beside", () => {
  const edit = addEntries(sources, pasted("电话\n邮件", sources).entries);
  expect(edit.map((one) => one.do)).toEqual(["add", "add"]);
  expect(keys(edit)).toEqual(["fair", "web", "e_1", "e_2", "e_3"]);
});

test("an entry moves one up or down, or before another", () => {
  const [fair, web] = sources.entries as [Choice, Choice];
  expect(keys(moveEntry(sources, web, -1))).toEqual(["web", "fair", "e_1"]);
  expect(keys(moveEntry(sources, web, 1))).toEqual(["fair", "e_1", "web"]);
  expect(moveEntry(sources, fair, -1)).toEqual([]);
  expect(keys(putEntry(sources, "fair", null))).toEqual(["web", "e_1", "fair"]);
});

test("a new dictionary has a key of its own, and a dictionary knows its fields", () => {
  expect(addDictionary(body, words("行业", "Sources")).key).toBe("sources_2");
  expect(addDictionary(body, words("行业")).key).toBe("list");
  expect(sharing(body, "sources").map(({ field }) => field.key)).toEqual(["source"]);
  expect(sharing(body, "other")).toEqual([]);
});

test("entries are found by any of their names", () => {
  expect(entriesWith(sources, "WEB").map(({ key }) => key)).toEqual(["web"]);
  expect(entriesWith(sources, "介绍").map(({ key }) => key)).toEqual(["e_1"]);
});

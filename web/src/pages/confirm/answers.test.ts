import { afterEach, expect, test, vi } from "vitest";

import { answer, failureOf, look, place, tokenIn } from "@/pages/confirm/answers";

afterEach(() => {
  vi.unstubAllGlobals();
});

const says = (status: number, body: unknown) =>
  vi.fn<typeof fetch>().mockResolvedValue(new Response(JSON.stringify(body), { status }));

test("the token is the last part of the address, and nothing else is", () => {
  expect(tokenIn("/c/demo.abc-_1")).toBe("demo.abc-_1");
  expect(tokenIn("/m/demo.abc")).toBe("");
  expect(place("demo.a/b", "/pages/1")).toBe("/api/confirmations/demo.a%2Fb/pages/1");
});

test.each([
  [409, "link_over", "over"],
  [409, "someone_was_first", "answered"],
  [404, "not_found", "wrong"],
  [429, "too_many_tries", "tooMany"],
  [503, "unavailable", "lost"],
])("a %i %s is told as %s", (status, code, told) => {
  expect(failureOf(status, { code, message: "", facts: {} })).toBe(told);
});

test("a network that is away is not a wrong link", async () => {
  vi.stubGlobal("fetch", vi.fn().mockRejectedValue(new TypeError("failed")));
  expect(await look("demo.abc", "zh-CN")).toEqual({ failure: "lost" });
});

test("nothing of the browser's own log-ins travels with a customer's answer", async () => {
  const fetch = says(200, { answer: "declined" });
  vi.stubGlobal("fetch", fetch);
  await answer("demo.abc", "zh-CN", { act: "decline", name: "李工", reason: "缺材质证明" });
  const [url, init] = fetch.mock.calls[0] ?? [];
  expect(url).toBe("/api/confirmations/demo.abc/decline");
  expect(init).toMatchObject({ method: "POST", credentials: "omit" });
  expect(init?.body).toBe('{"name":"李工","reason":"缺材质证明"}');
});

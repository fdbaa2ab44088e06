import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { send } from "@/lib/http";
import { Unreachable } from "@/lib/refusal";

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();
const silence = () => Promise.reject(new TypeError("network"));
const key = (call: number) => (fetched.mock.calls[call]?.[1].headers as Record<string, string>)["idempotency-key"];

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", fetched);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  fetched.mockReset();
});

describe("silence", () => {
  test("an act is sent again under the same key", async () => {
    fetched.mockImplementationOnce(silence).mockImplementationOnce(silence);
    fetched.mockResolvedValue(new Response("{}", { status: 201 }));
    const made = send("POST", "/records/customer", { values: {} });
    await vi.runAllTimersAsync();
    await expect(made).resolves.toEqual({});
    expect(fetched).toHaveBeenCalledTimes(3);
    expect(key(0)).toMatch(/^[0-9a-f]{32}$/);
    expect(new Set([key(0), key(1), key(2)]).size).toBe(1);
  });

  test("in the end it is said", async () => {
    fetched.mockImplementation(silence);
    const made = send("POST", "/records/customer", { values: {} });
    const said = expect(made).rejects.toBeInstanceOf(Unreachable);
    await vi.runAllTimersAsync();
    await said;
    expect(fetched).toHaveBeenCalledTimes(3);
  });

  test("a question is asked once, and has no key", async () => {
    fetched.mockImplementation(silence);
    const said = expect(send("GET", "/me")).rejects.toBeInstanceOf(Unreachable);
    await vi.runAllTimersAsync();
    await said;
    expect(fetched).toHaveBeenCalledTimes(1);
    expect(key(0)).toBeUndefined();
  });
});

test("each act has a key of its own", async () => {
  fetched.mockImplementation(() => Promise.resolve(new Response("{}")));
  await send("POST", "/records/customer", {});
  await send("POST", "/records/customer", {});
  expect(key(0)).not.toBe(key(1));
});

import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, test, vi } from "vitest";

import { again, handOver, letGo, useOutgoing, type Outgoing } from "@/features/process/phone/outgoing";
import { renderHook, waitFor } from "@testing-library/react";

/** A way to the server that fails or answers as it is told. */
class Way {
  static answers: (number | "lost")[] = [];
  upload: { onprogress: ((event: { loaded: number; total: number }) => void) | null } = { onprogress: null };
  onload: (() => void) | null = null;
  onerror: (() => void) | null = null;
  status = 0;
  responseText = "";
  open = vi.fn();
  setRequestHeader = vi.fn();
  send() {
    this.upload.onprogress?.({ loaded: 50, total: 100 });
    const answer = Way.answers.shift() ?? "lost";
    queueMicrotask(() => {
      if (answer === "lost") {
        this.onerror?.();
        return;
      }
      this.status = answer;
      this.responseText = answer === 201 ? "{}" : '{"code":"wrong_deliverable","message":"","facts":{}}';
      this.onload?.();
    });
  }
}
vi.stubGlobal("XMLHttpRequest", Way);

const shown = () => renderHook(() => useOutgoing(7)).result.current;
const photo = new File(["x"], "a.jpg", { type: "image/jpeg" });
const give = () =>
  handOver(new QueryClient(), { journeyId: 7, deliverable: "photo", label: "现场照片", files: [photo] });

afterEach(() => {
  for (const one of shown()) letGo(one.id);
});

test("what the server has taken is no longer kept", async () => {
  Way.answers = [201];
  expect(await give()).toBe(true);
  expect(shown()).toEqual([]);
});

test("without a network the file stays here, and goes out when asked again", async () => {
  Way.answers = ["lost", 201];
  expect(await give()).toBe(false);
  const [kept] = shown() as [Outgoing];
  expect(kept).toMatchObject({ state: "waiting", files: [photo] });
  again(kept.id);
  await waitFor(() => {
    expect(shown()).toEqual([]);
  });
});

test("when the network is back it goes out by itself", async () => {
  Way.answers = ["lost", 201];
  await give();
  window.dispatchEvent(new Event("online"));
  await waitFor(() => {
    expect(shown()).toEqual([]);
  });
});

test("what the server will not have waits for a decision, not for the network", async () => {
  Way.answers = [422, 201];
  expect(await give()).toBe(false);
  expect(shown()).toMatchObject([{ state: "refused" }]);
  window.dispatchEvent(new Event("online"));
  expect(shown()).toMatchObject([{ state: "refused" }]);
});

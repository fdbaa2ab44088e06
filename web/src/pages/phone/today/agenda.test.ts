import { expect, test } from "vitest";

import type { Task } from "@/features/activity/api";
import type { Notice } from "@/features/notices/api";
import type { RecordItem } from "@/features/records/api";
import { agenda, news } from "@/pages/phone/today/agenda";

const record = (id: number, due_at: string | null) => ({ id, journey: { id: 100 + id, due_at } }) as RecordItem;
const task = (id: number, due_at: string | null) => ({ id, due_at, kind: "review", record_id: 900 + id }) as Task;
const promise = (id: number, due_at: string, record_id: number) =>
  ({ id, due_at, kind: "follow_up", record_id }) as Task;
const notice = (id: number, journey_id: number | null) => ({ id, journey_id }) as Notice;
const order = (things: ReturnType<typeof agenda>) => things.map((thing) => thing.key);

test("what went red first stands first, then what will, and last what has no limit", () => {
  const records = [record(1, "2026-11-25T09:00:00Z"), record(2, null), record(3, "2026-11-18T09:00:00Z")];
  const tasks = [task(4, "2026-11-20T09:00:00Z"), task(5, null)];
  expect(order(agenda(records, tasks))).toEqual(["journey-3", "task-4", "journey-1", "task-5", "journey-2"]);
});

test("moments in different zones are compared as moments", () => {
  const records = [record(1, "2026-11-25T10:30:00+08:00"), record(2, "2026-11-25T02:00:00Z")];
  expect(order(agenda(records, []))).toEqual(["journey-2", "journey-1"]);
});

test("a promised contact belongs to its journey, and whichever is due first counts", () => {
  const records = [record(1, "2026-11-25T09:00:00Z"), record(2, "2026-11-20T09:00:00Z"), record(3, null)];
  const tasks = [
    promise(7, "2026-11-22T09:00:00Z", 1),
    promise(8, "2026-11-30T09:00:00Z", 2),
    promise(9, "2026-11-23T09:00:00Z", 3),
    promise(10, "2026-11-21T09:00:00Z", 555),
  ];
  const things = agenda(records, tasks);
  expect(order(things)).toEqual(["journey-2", "task-10", "journey-1", "journey-3"]);
  expect(things.find((thing) => thing.key === "journey-1")).toMatchObject({ contact: { id: 7 } });
});

test("of things due at the same time, what others wait for comes first", () => {
  const at = "2026-11-25T09:00:00Z";
  expect(order(agenda([record(1, at)], [task(2, at)]))).toEqual(["task-2", "journey-1"]);
});

test("of each journey the latest notice is told, and none of a journey that is in the list", () => {
  const told = [notice(9, 777), notice(8, 101), notice(7, 777), notice(6, null), notice(5, null), notice(4, 888)];
  expect(news(told, [record(1, null)], []).map((one) => one.id)).toEqual([9, 6, 5, 4]);
  expect(news(told, [], [{ journey_id: 777 } as Task]).map((one) => one.id)).toEqual([8, 6, 5, 4]);
});

import { freshKey, reordered } from "@/features/design/body";
import type { ApprovalPart } from "@/features/design/approvalShapes";
import type {
  Body,
  Both,
  Deliverable,
  DesignField,
  DesignObject,
  Edit,
  Operation,
  Process,
  Stage,
} from "@/features/design/shapes";
import type { DeliverableKind } from "@/features/process/shapes";

/** The edits of a process: each function is one thing a person does, as operations that count as one step. */

/** Where a stage stands in the document. */
export function stagePlace(process: Process, stage: Pick<Stage, "key">): readonly string[] {
  return ["processes", process.key, "stages", stage.key];
}

/** A new stage, before another or at the end. What it will be called is not known yet, so its key is a number. */
export function addStage(process: Process, label: Both, before: string | null): { edit: Edit; key: string } {
  const key = freshKey(
    "step",
    process.stages.map((stage) => stage.key),
  );
  const value = blankStage(key, label);
  return { edit: [{ do: "add", place: ["processes", process.key, "stages"], value, before }], key };
}

/** A stage that asks for nothing yet. */
export function blankStage(key: string, label: Both): Stage {
  const gate = { fields: [], deliverables: [], alternatives: [], checks: [] };
  return { key, label, gate, back_to: [], checklist: [] };
}

/** Put a stage before another. Going back leads to earlier stages only: what no longer is one goes. */
export function placeStage(process: Process, stage: Stage, before: string | null): Edit {
  const order = reordered(process.stages, stage, before).map(({ key }) => key);
  const turned = process.stages.filter((one) =>
    one.back_to?.some((key) => order.indexOf(key) > order.indexOf(one.key)),
  );
  return [
    ...turned.map((one) => setBack(process, one, (key) => order.indexOf(key) < order.indexOf(one.key))),
    { do: "move", place: stagePlace(process, stage), before },
  ];
}

/** Move a stage one up (-1) or down (1). */
export function moveStage(process: Process, stage: Stage, by: -1 | 1): Edit | null {
  const before = neighbour(process.stages, stage.key, by);
  return before === undefined ? null : placeStage(process, stage, before);
}

/** Move a deliverable one up or down among those of its stage. */
export function moveDeliverable(process: Process, stage: Stage, thing: Deliverable, by: -1 | 1): Edit | null {
  const before = neighbour(stage.gate?.deliverables ?? [], thing.key, by);
  return before === undefined ? null : placeDeliverable(process, stage, thing.key, before);
}

/** Put a deliverable before another of its stage. */
export function placeDeliverable(process: Process, stage: Stage, key: string, before: string | null): Edit {
  return [{ do: "move", place: [...stagePlace(process, stage), "gate", "deliverables", key], before }];
}

/** Before which one something comes to stand that goes one up or down; undefined where it can't. */
function neighbour(list: readonly { key: string }[], key: string, by: -1 | 1): string | null | undefined {
  const from = list.findIndex((one) => one.key === key);
  const other = list[from + by];
  if (other === undefined) return undefined;
  return by === -1 ? other.key : (list[from + 2]?.key ?? null);
}

/** Another limit; without one there is nothing to warn before or to escalate after. */
export function limitStage(process: Process, stage: Stage, limit: string | null): Edit {
  const place = stagePlace(process, stage);
  const bound = (["warn_before", "escalate_after"] as const).filter(
    (name) => limit === null && stage[name] !== undefined && stage[name] !== null,
  );
  return [
    ...bound.map((name): Operation => ({ do: "set", place: [...place, name], value: null })),
    { do: "set", place: [...place, "limit"], value: limit },
  ];
}

/** Ask for one more deliverable of a kind, with what that kind needs to make sense. */
export function addDeliverable(
  body: Body,
  process: Process,
  stage: Stage,
  kind: DeliverableKind,
  label: Both,
): { edit: Edit; key: string } {
  const taken = process.stages.flatMap((one) => one.gate?.deliverables ?? []).map(({ key }) => key);
  const key = freshKey(kind, taken);
  const value: Deliverable = { key, label, kind, count: 1, ...demands(body, process, stage, kind) };
  return {
    edit: [{ do: "add", place: [...stagePlace(process, stage), "gate", "deliverables"], value, before: null }],
    key,
  };
}

/** The approvals that a gate of this process may ask for: of its own records, or of those that point at them. */
export function fitting(body: Body, process: Process): readonly ApprovalPart[] {
  const about = new Set([process.object, ...pointing(body, process).map(({ key }) => key)]);
  return (body.approvals ?? []).filter(({ object }) => about.has(object));
}

/** Whether a deliverable of this kind can be asked for here: some need something to refer to. */
export function canAsk(body: Body, process: Process, stage: Stage, kind: DeliverableKind): boolean {
  if (kind === "confirmation") return filesOf(stage).length > 0;
  if (kind === "approval") return fitting(body, process).length > 0;
  return kind !== "record" || pointing(body, process).length > 0;
}

/** Take a deliverable away, with the ways it was part of and the confirmations of it. */
export function removeDeliverable(process: Process, stage: Stage, gone: Deliverable): Edit {
  const place = [...stagePlace(process, stage), "gate"];
  const confirming = (stage.gate?.deliverables ?? []).filter((one) => one.of === gone.key);
  const lost = new Set([gone.key, ...confirming.map(({ key }) => key)]);
  const choices = (stage.gate?.alternatives ?? []).filter((one) =>
    one.ways.some((way) => way.some((k) => lost.has(k))),
  );
  return [
    ...choices.map(({ key, ways }): Operation => {
      const left = ways.map((way) => way.filter((one) => !lost.has(one))).filter((way) => way.length > 0);
      return left.length < 2
        ? { do: "remove", place: [...place, "alternatives", key] }
        : { do: "set", place: [...place, "alternatives", key, "ways"], value: left };
    }),
    ...[...lost].reverse().map((key): Operation => ({ do: "remove", place: [...place, "deliverables", key] })),
  ];
}

/** The files a stage asks for: what a customer can confirm. */
export function filesOf(stage: Stage): readonly Deliverable[] {
  return (stage.gate?.deliverables ?? []).filter(({ kind }) => kind === "file");
}

/** The objects whose records refer to the one that walks through this process. */
export function pointing(body: Body, process: Process): readonly DesignObject[] {
  return body.objects.filter((one) => one.fields.some((field) => pointsTo(field, process.object)));
}

/** The fields of other objects, or of its own, that refer to an object. */
export function pointersTo(body: Body, object: string): readonly { object: DesignObject; field: DesignField }[] {
  return body.objects.flatMap((one) =>
    one.fields.filter((field) => pointsTo(field, object)).map((field) => ({ object: one, field })),
  );
}

function pointsTo({ type, to }: DesignField, object: string): boolean {
  return type === "reference" && to === object;
}

function demands(body: Body, process: Process, stage: Stage, kind: DeliverableKind): Partial<Deliverable> {
  const [file] = filesOf(stage);
  const [other] = pointing(body, process);
  const [approval] = fitting(body, process);
  const own = body.objects.find(({ key }) => key === process.object);
  const needs: Partial<Record<DeliverableKind, Partial<Deliverable>>> = {
    file: { types: ["pdf"] },
    confirmation: { of: keyOf(file) },
    record: { object: keyOf(other) },
    task: { role: helper(body) },
    approval: { approval: keyOf(approval) },
    form: { fields: own === undefined ? [] : [own.title] },
  };
  return needs[kind] ?? {};
}

function keyOf(one: { key: string } | undefined): string | null {
  return one?.key ?? null;
}

/** Who is thought of first to do something for others: whoever reviews for them. Nobody is held to it. */
function helper(body: Body): string | null {
  const roles = body.roles ?? [];
  return (roles.find(({ rights = [] }) => rights.includes("process.review")) ?? roles[0])?.key ?? null;
}

/** Let a stage lead back to some of its stages only. */
export function setBack(process: Process, stage: Stage, stays: (key: string) => boolean): Operation {
  return { do: "set", place: [...stagePlace(process, stage), "back_to"], value: (stage.back_to ?? []).filter(stays) };
}

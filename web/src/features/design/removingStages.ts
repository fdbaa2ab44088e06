import type { Changing } from "@/features/design/changing";
import { asksFor, goes, pruned, type Lost } from "@/features/design/pruning";
import type { Body, Both, Deliverable, Edit, Operation, Process, Stage } from "@/features/design/shapes";
import { removeDeliverable, stagePlace } from "@/features/design/steps";
import type { Condition } from "@/lib/conditions";
import { say } from "@/lib/i18n";

/** Take what goes out of a process: out of what it asks for and under which conditions; or the process, with its object. */
export function leaveProcess(changing: Changing, process: Process, lost: Lost): void {
  const place = ["processes", process.key];
  if (lost.objects.has(process.object)) {
    changing.with([{ do: "remove", place }], "process", say(process.label), true);
    return;
  }
  if (typeof process.amount === "string" && goes(lost, process.object, process.amount)) {
    changing.with([{ do: "set", place: [...place, "amount"], value: null }], "process", say(process.label));
  }
  for (const stage of process.stages) {
    entry(changing, process, stage, lost);
    asked(changing, process, stage, lost);
    for (const thing of stage.gate?.deliverables ?? []) delivered(changing, process, stage, thing, lost);
  }
}

/** The condition under which a stage is entered. */
function entry(changing: Changing, process: Process, stage: Stage, lost: Lost): void {
  const when = stage.when;
  if (!when || !asksFor(when, process.object, lost)) return;
  const value = pruned(when, process.object, lost);
  changing.with([{ do: "set", place: [...stagePlace(process, stage), "when"], value }], "condition", say(stage.label));
}

interface Check {
  readonly key: string;
  readonly label: Both;
  readonly holds: Condition;
}

/** The fields and checks of a gate. */
function asked(changing: Changing, process: Process, stage: Stage, lost: Lost): void {
  const place = [...stagePlace(process, stage), "gate"];
  const { fields = [], checks = [] } = stage.gate ?? {};
  const left = fields.filter((key) => !goes(lost, process.object, key));
  if (left.length < fields.length) {
    changing.with([{ do: "set", place: [...place, "fields"], value: left }], "gate", say(stage.label));
  }
  for (const check of checks as readonly Check[]) {
    if (!asksFor(check.holds, process.object, lost)) continue;
    const value = pruned(check.holds, process.object, lost);
    const at = [...place, "checks", check.key];
    const step: Operation =
      value === null ? { do: "remove", place: at } : { do: "set", place: [...at, "holds"], value };
    changing.with([step], "gate", `${say(stage.label)} · ${say(check.label)}`, value === null);
  }
}

/** A deliverable that is a form with the field, or a record of an object that refers here no more. */
function delivered(changing: Changing, process: Process, stage: Stage, thing: Deliverable, lost: Lost): void {
  const name = `${say(stage.label)} · ${say(thing.label)}`;
  const fields = thing.fields ?? [];
  const left = fields.filter((key) => !goes(lost, process.object, key));
  if (left.length < fields.length) {
    const place = [...stagePlace(process, stage), "gate", "deliverables", thing.key, "fields"];
    changing.with([{ do: "set", place, value: left }], "demand", name);
  }
  if (typeof thing.object === "string" && unpointed(changing.body, thing.object, process.object, lost)) {
    changing.with(without(changing, process, stage, thing), "demand", name, true);
  }
}

/** Whether an object refers to another now, and will no more. */
function unpointed(body: Body, from: string, to: string, lost: Lost): boolean {
  const object = body.objects.find(({ key }) => key === from);
  const pointing = object?.fields.filter((one) => one.type === "reference" && one.to === to) ?? [];
  return pointing.length > 0 && (lost.objects.has(from) || pointing.every(({ key }) => goes(lost, from, key)));
}

/** What a role reviews goes to the manager. A task that only it could do goes with it. */
export function leaveRole(changing: Changing, process: Process, role: string): void {
  for (const stage of process.stages) {
    for (const thing of stage.gate?.deliverables ?? []) unheld(changing, process, stage, thing, role);
  }
}

function unheld(changing: Changing, process: Process, stage: Stage, thing: Deliverable, role: string): void {
  const name = `${say(stage.label)} · ${say(thing.label)}`;
  if (thing.kind === "task" && thing.role === role) {
    changing.with(without(changing, process, stage, thing), "demand", name, true);
  } else if (thing.review === "role" && thing.reviewer_role === role) {
    const place = [...stagePlace(process, stage), "gate", "deliverables", thing.key];
    const steps: Edit = [
      { do: "set", place: [...place, "review"], value: "manager" },
      { do: "set", place: [...place, "reviewer_role"], value: null },
    ];
    changing.with(steps, "review", name);
  }
}

/** A deliverable taken out of its stage as that is by now. */
function without(changing: Changing, process: Process, stage: Stage, thing: Deliverable): Edit {
  const now = changing.body.processes?.find(({ key }) => key === process.key);
  return removeDeliverable(process, now?.stages.find(({ key }) => key === stage.key) ?? stage, thing);
}

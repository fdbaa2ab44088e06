import { Changing, type Told } from "@/features/design/changing";
import { asksFor, fieldsOf, goes, pruned, type Lost } from "@/features/design/pruning";
import { leavePools, leavePoolsOf } from "@/features/design/pools";
import { leaveApprovals, leaveApprovalsOf } from "@/features/design/removingApprovals";
import { leaveBoardsOf, leaveDashboards } from "@/features/design/removingBoards";
import { leaveGrades } from "@/features/design/removingGrades";
import { leaveRules, leaveRulesOf } from "@/features/design/removingRules";
import { leaveProcess, leaveRole } from "@/features/design/removingStages";
import type { Body, DesignField, DesignObject, Edit, Operation, Process, Role, Stage } from "@/features/design/shapes";
import { setBack, stagePlace } from "@/features/design/steps";
import { say } from "@/lib/i18n";

/** An edit that takes something away from everywhere, and what it changes along. */
export interface Removal {
  readonly edit: Edit;
  readonly told: readonly Told[];
}

/** Take a field away, and out of all that names it. Formulas that look at it stay, and are a fault until mended. */
export function removeField(body: Body, object: DesignObject, gone: DesignField): Removal {
  const lost: Lost = { fields: new Map([[object.key, new Set([gone.key])]]), objects: new Set() };
  return removal(body, lost, [{ do: "remove", place: ["objects", object.key, "fields", gone.key] }]);
}

/** Take an object away, with the references to it, the processes that lead it, and all that names those. */
export function removeObject(body: Body, gone: DesignObject): Removal {
  const others = body.objects.filter(({ key }) => key !== gone.key);
  const pointing = others.flatMap((one) =>
    one.fields.filter(({ type, to }) => type === "reference" && to === gone.key).map((field) => ({ one, field })),
  );
  const fields = new Map<string, Set<string>>();
  for (const { one, field } of pointing) fields.set(one.key, (fields.get(one.key) ?? new Set()).add(field.key));
  const found = removal(body, { fields, objects: new Set([gone.key]) }, [
    ...pointing.map(({ one, field }): Operation => ({
      do: "remove",
      place: ["objects", one.key, "fields", field.key],
    })),
    { do: "remove", place: ["objects", gone.key] },
  ]);
  const references = pointing.map(({ one, field }): Told => ({ where: "field", name: named(one, field) }));
  return { ...found, told: [...references, ...found.told] };
}

/** Take a process away, with the numbers of the dashboards that count it. Its object stays. */
export function removeProcess(body: Body, gone: Process): Removal {
  const lost: Lost = { fields: new Map(), objects: new Set(), processes: new Set([gone.key]) };
  return onBoards(body, lost, [{ do: "remove", place: ["processes", gone.key] }]);
}

/** Take a stage away, with the ways that lead back to it, and out of the dashboards that show it. */
export function removeStage(body: Body, process: Process, gone: Stage): Removal {
  const lost: Lost = {
    fields: new Map(),
    objects: new Set(),
    stages: new Map([[process.key, new Set([gone.key])]]),
  };
  const back = process.stages.filter((one) => one.key !== gone.key && one.back_to?.includes(gone.key));
  const found = onBoards(body, lost, [
    ...back.map((one) => setBack(process, one, (key) => key !== gone.key)),
    { do: "remove", place: stagePlace(process, gone) },
  ]);
  return { ...found, told: [...back.map(({ label }): Told => ({ where: "stage", name: say(label) })), ...found.told] };
}

/** Take a role away: out of the dashboards, and whoever it should have reviewed is reviewed by the manager. */
export function removeRole(body: Body, gone: Role): Removal {
  const changing = new Changing(body);
  for (const process of body.processes ?? []) leaveRole(changing, process, gone.key);
  leaveBoardsOf(changing, body, gone.key);
  leaveRulesOf(changing, body, gone.key);
  leaveApprovalsOf(changing, body, gone.key);
  leavePoolsOf(changing, body, gone.key);
  return { edit: [...changing.edit, { do: "remove", place: ["roles", gone.key] }], told: changing.told };
}

/** Only dashboards and rules name processes and stages from without. */
function onBoards(body: Body, lost: Lost, last: Edit): Removal {
  const changing = new Changing(body);
  leaveDashboards(changing, body, lost);
  leaveRules(changing, body, lost);
  return { edit: [...changing.edit, ...last], told: changing.told };
}

function named(object: DesignObject, field: DesignField): string {
  return `${say(object.label)} · ${say(field.label)}`;
}

function removal(body: Body, lost: Lost, last: Edit): Removal {
  const changing = new Changing(body);
  for (const object of body.objects) if (!lost.objects.has(object.key)) ofObject(changing, object, lost);
  for (const process of body.processes ?? []) leaveProcess(changing, process, lost);
  for (const role of body.roles ?? []) ofRole(changing, body, role, lost);
  leaveDashboards(changing, body, lost);
  leaveGrades(changing, body, lost);
  leaveRules(changing, body, lost);
  leaveApprovals(changing, body, lost);
  leavePools(changing, body, lost);
  return { edit: [...changing.edit, ...last], told: changing.told };
}

function ofObject(changing: Changing, object: DesignObject, lost: Lost): void {
  const stays = (key: string) => !goes(lost, object.key, key);
  for (const name of ["quick", "list_columns"] as const) {
    const keys = object[name] ?? [];
    const left = keys.filter(stays);
    if (left.length === keys.length) continue;
    changing.with([{ do: "set", place: ["objects", object.key, name], value: left }], name, say(object.label));
  }
  for (const i of (object.form ?? []).keys()) ofSection(changing, object, i, lost);
  formulas(changing, object, stays);
}

/** The formulas that look at what goes: they stay as they are, and somebody has to mend them. */
function formulas(changing: Changing, object: DesignObject, stays: (key: string) => boolean): void {
  const worked = object.fields.filter(({ key, formula }) => stays(key) && ![...fieldsOf(formula)].every(stays));
  for (const field of worked) changing.told.push({ where: "formula", name: say(field.label) });
}

function ofSection(changing: Changing, object: DesignObject, at: number, lost: Lost): void {
  const { label, fields = [], visible_when: when } = object.form?.[at] ?? { label: "" };
  const left = fields.filter((key) => !goes(lost, object.key, key));
  const set = (member: Readonly<Record<string, unknown>>) => inSection(changing.body, object, at, member);
  if (left.length < fields.length) changing.with(set({ fields: left }), "form", say(label));
  if (!when || !asksFor(when, object.key, lost)) return;
  changing.with(set({ visible_when: pruned(when, object.key, lost) }), "condition", say(label));
}

/** A section with another member: where it stands if it has a key, else in its form as a whole. */
function inSection(body: Body, object: DesignObject, at: number, member: Readonly<Record<string, unknown>>): Edit {
  const form = body.objects.find(({ key }) => key === object.key)?.form ?? [];
  const key = form[at]?.key;
  const place = ["objects", object.key, "form"];
  if (typeof key === "string" && form.every((one) => typeof one.key === "string")) {
    return Object.entries(member).map(([name, value]) => ({ do: "set", place: [...place, key, name], value }));
  }
  return [{ do: "set", place, value: form.map((one, i) => (i === at ? { ...one, ...member } : one)) }];
}

function ofRole(changing: Changing, body: Body, role: Role, lost: Lost): void {
  for (const part of ["objects", "hidden", "readonly"] as const) {
    const before = role[part] ?? {};
    const after = Object.fromEntries(
      Object.entries(before).flatMap(([object, keys]) => {
        if (lost.objects.has(object)) return [];
        if (part === "objects") return [[object, keys]];
        const left = keys.filter((key) => (object === "*" ? staying(body, key, lost) : !goes(lost, object, key)));
        return left.length === 0 && keys.length > 0 ? [] : [[object, left]];
      }),
    );
    if (JSON.stringify(after) !== JSON.stringify(before)) {
      changing.with([{ do: "set", place: ["roles", role.key, part], value: after }], "role", say(role.label));
    }
  }
}

/** Whether a key said of every object goes on: no field of that key goes, or another object has one as well. */
function staying(body: Body, key: string, lost: Lost): boolean {
  const having = body.objects.filter(({ fields }) => fields.some((field) => field.key === key));
  return having.length === 0 || having.some((one) => !lost.objects.has(one.key) && !goes(lost, one.key, key));
}

import { choicesOf } from "@/features/design/choices";
import { useQuery } from "@tanstack/react-query";

import { freshKey } from "@/features/design/body";
import type { GradeRule, Grading } from "@/features/design/listShapes";
import type { Body, Both, Choice, DesignField, DesignObject, Edit, Operation } from "@/features/design/shapes";
import type { Sent } from "@/lib/contract";
import { send } from "@/lib/http";

/** The edits of gradings: each function is one thing a person does. */

export type GradesPreview = Sent<"GradesOut">;

/** What the rules of a draft would make of the grades that stand now; asked anew after every change. */
export function useGradesPreview(draft: number, key: string, revision: number, there: boolean) {
  return useQuery({
    queryKey: ["design", "grades", draft, key, revision],
    queryFn: () => send<GradesPreview>("GET", `/design/drafts/${draft}/grades/${key}/preview`),
    enabled: there,
    placeholderData: (before) => before,
    retry: false,
  });
}

export function rulePlace(grading: Grading, rule: GradeRule): readonly string[] {
  return ["grades", grading.key, "rules", rule.key];
}

/** The fields that rules can fill in: with one choice, asked of nobody. */
export function gradable(object: DesignObject | undefined): readonly DesignField[] {
  return (object?.fields ?? []).filter(({ type, required }) => type === "choice" && required !== true);
}

/** The choices of a field that are still offered. */
export function offered(body: Body, field: DesignField | undefined): readonly Choice[] {
  return choicesOf(body, field).filter(({ archived }) => archived !== true);
}

/** A grading for the first field that has none yet; null where there is no such field. */
export function addGrading(body: Body, label: Both): { edit: Edit; key: string } | null {
  const taken = new Set((body.grades ?? []).map(({ object, field }) => `${object}.${field}`));
  for (const object of body.objects) {
    const field = gradable(object).find(({ key }) => !taken.has(`${object.key}.${key}`));
    if (field === undefined) continue;
    const key = freshKey(
      "grading",
      (body.grades ?? []).map((one) => one.key),
    );
    const value = { key, label, object: object.key, field: field.key, rules: [] };
    return { edit: [{ do: "add", place: ["grades"], value, before: null }], key };
  }
  return null;
}

/** One more rule behind the others, for everybody until it is narrowed down. */
export function addRule(grading: Grading, grade: string): Edit {
  const key = freshKey(
    "rule",
    (grading.rules ?? []).map((one) => one.key),
  );
  const value = { key, grade, holds: { all: [] } };
  return [{ do: "add", place: ["grades", grading.key, "rules"], value, before: null }];
}

/** Move a rule one up (-1) or down (1): the first that holds counts. */
export function moveRule(grading: Grading, rule: GradeRule, by: -1 | 1): Edit {
  const rules = grading.rules ?? [];
  const from = rules.findIndex(({ key }) => key === rule.key);
  const other = rules[from + by];
  if (other === undefined) return [];
  return [
    { do: "move", place: rulePlace(grading, rule), before: by === -1 ? other.key : (rules[from + 2]?.key ?? null) },
  ];
}

/** Grade another object's records: its first field, and no rules, which look at fields it doesn't have. */
export function regradeObject(grading: Grading, object: DesignObject): Edit {
  const set = (member: string, value: unknown): Operation => ({
    do: "set",
    place: ["grades", grading.key, member],
    value,
  });
  return [
    set("object", object.key),
    set("field", gradable(object)[0]?.key ?? grading.field),
    set("rules", []),
    set("otherwise", null),
  ];
}

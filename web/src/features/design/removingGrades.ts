import type { Changing } from "@/features/design/changing";
import type { Grading } from "@/features/design/listShapes";
import { asksFor, goes, pruned, type Lost } from "@/features/design/pruning";
import type { Body, Operation } from "@/features/design/shapes";
import { say } from "@/lib/i18n";

/**
 * Take what goes out of the gradings. One whose field goes is over. A rule that asks for nothing any more goes too: it
 * would hold for everybody; and without a rule there is no grading.
 */
export function leaveGrades(changing: Changing, body: Body, lost: Lost): void {
  for (const grading of body.grades ?? []) {
    const left =
      lost.objects.has(grading.object) || goes(lost, grading.object, grading.field) ? null : ruled(grading, lost);
    if (left?.length === 0) continue;
    const over: Operation = { do: "remove", place: ["grades", grading.key] };
    changing.with(left ?? [over], "grade", say(grading.label), left === null);
  }
}

/** What the rules become; null when none of them stays. */
function ruled(grading: Grading, lost: Lost): readonly Operation[] | null {
  const rules = grading.rules ?? [];
  const steps = rules.flatMap(({ key, holds }): Operation[] => {
    if (!asksFor(holds, grading.object, lost)) return [];
    const place = ["grades", grading.key, "rules", key];
    const value = pruned(holds, grading.object, lost);
    return [value === null ? { do: "remove", place } : { do: "set", place: [...place, "holds"], value }];
  });
  const going = steps.filter((step) => step.do === "remove").length;
  return going > 0 && going === rules.length ? null : steps;
}

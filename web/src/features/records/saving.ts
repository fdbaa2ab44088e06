import { useState } from "react";

import { useChange, useRecord, type RecordItem, type Values } from "@/features/records/api";
import { merge, type Conflict } from "@/features/records/merge";
import { refused } from "@/lib/refusal";

/** Saving with the revision one has read. When someone was first, what does not collide is saved at once. */
export function useSaving(object: string, base: RecordItem, onSaved: () => void) {
  const change = useChange(object, base.id);
  const current = useRecord(object, base.id);
  const [first] = useState(base);
  const [asked, setAsked] = useState<{ conflicts: Conflict[]; rest: Values; revision: number } | null>(null);

  // What was saved is said even when the page has already heard of it, and the form is gone: callbacks of `mutate`
  // would be dropped with it.
  const save = async (mine: Values, revision: number): Promise<void> => {
    try {
      await change.mutateAsync({ values: mine, revision });
    } catch (error) {
      if (refused(error, "someone_was_first")) await again(mine);
      return;
    }
    onSaved();
  };
  const again = async (mine: Values) => {
    const { data: theirs } = await current.refetch();
    if (theirs === undefined) return;
    const { rest, conflicts } = merge(first.values, mine, theirs.values);
    if (conflicts.length > 0) setAsked({ conflicts, rest, revision: theirs.revision });
    else await save(rest, theirs.revision);
  };
  return {
    save: (draft: Values) => {
      void save(draft, first.revision);
    },
    busy: change.isPending,
    error: refused(change.error, "someone_was_first") ? null : change.error,
    conflicts: asked?.conflicts ?? null,
    by: firstOf(change.error),
    decide: (mine: Values) => {
      if (asked === null) return;
      setAsked(null);
      void save({ ...asked.rest, ...mine }, asked.revision);
    },
    giveUp: () => {
      setAsked(null);
    },
  };
}

/** Who was first, as the refusal tells it. */
function firstOf(error: unknown): string {
  const by = refused(error, "someone_was_first") ? error.facts["by"] : null;
  return typeof by === "object" && by !== null && "name" in by ? String(by.name) : "";
}

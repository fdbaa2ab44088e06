import { useId } from "react";

import type { Asking } from "@/features/activity/asking";
import { useActivityWords } from "@/features/activity/words";
import { findPeople } from "@/features/org/api";
import { useKit } from "@/ui/kit";

/** What help is asked for, and of whom if not of one's manager. */
export function HelpFields({ asking }: { asking: Asking }) {
  const t = useActivityWords();
  const { LongText, Lookup } = useKit();
  const field = useId();
  return (
    <div className="help-form">
      <label htmlFor={field}>{t.helpWith}</label>
      <LongText id={field} value={asking.note} onChange={asking.setNote} rows={2} />
      <label htmlFor={`${field}-who`}>{t.orColleague}</label>
      <Lookup id={`${field}-who`} value={asking.whom} onChange={asking.setWhom} search={findPeople} />
    </div>
  );
}

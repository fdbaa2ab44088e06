import { useMemo } from "react";

import { useEditor } from "@/features/design/editing";
import { useSettled } from "@/features/design/rules/api";

/** The rule as the server has it, once it rests: what is asked about it is asked anew when it has changed. */
export function useKept(rule: string) {
  const { draft } = useEditor();
  const found = draft.body.rules?.find(({ key }) => key === rule);
  const text = useMemo(() => (found === undefined ? "" : JSON.stringify(found)), [found]);
  const kept = useSettled(text);
  return { draft: draft.id, rule, kept: text === "" ? "" : kept };
}

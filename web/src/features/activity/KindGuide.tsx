import type { ActivityKind } from "@/features/activity/api";
import { useActivityWords } from "@/features/activity/words";
import { Guide } from "@/ui/Guide";

/** What to say in a contact of this kind, and what not to forget; folded away until wanted. */
export function KindGuide({ kind }: { kind: ActivityKind | undefined }) {
  const t = useActivityWords();
  if (kind === undefined || kind.scripts.length + kind.checklist.length === 0) return null;
  return (
    <details className="guide-fold">
      <summary>{t.guide(kind.label)}</summary>
      <Guide lines={kind.scripts} checks={kind.checklist} checksLabel={t.checklist} />
    </details>
  );
}

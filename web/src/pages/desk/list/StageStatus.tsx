import type { ProcessDef } from "@/features/process/shapes";
import type { Beside } from "@/features/records/api";
import { useLang, type Lang } from "@/lib/i18n";
import { distance, duration } from "@/lib/time";
import { useShared } from "@/lib/words/shared";
import { Status, type Tone } from "@/ui/Status";

const hour = 60;
const day = 24 * hour;

const tones: Readonly<Record<Beside["level"], Tone>> = { ok: "ok", warn: "warn", red: "bad", closed: "idle" };

/** Where a record's journey stands, and whether its time is up. */
export function StageStatus(props: { beside: Beside | null; process: ProcessDef | undefined; bare?: boolean }) {
  const { beside, process, bare = false } = props;
  const shared = useShared();
  const lang = useLang();
  if (beside === null) return null;
  if (beside.outcome !== null) {
    return <Status tone={beside.outcome === "won" ? "ok" : "idle"}>{shared.outcomes[beside.outcome]}</Status>;
  }
  const stage = bare ? "" : labelOf(beside.stage, process);
  return <Status tone={tones[beside.level]}>{`${stage} ${timeSaid(beside, lang, shared, bare)}`.trim()}</Status>;
}

function labelOf(stage: string, process: ProcessDef | undefined): string {
  return process?.stages.find((one) => one.key === stage)?.label ?? stage;
}

function timeSaid(beside: Beside, lang: Lang, shared: ReturnType<typeof useShared>, bare: boolean): string {
  if (beside.due_at === null) return bare ? shared.levels.ok : "";
  if (beside.level === "red") {
    const over = (Date.now() - new Date(beside.due_at).getTime()) / 60_000;
    // In a list the largest unit tells enough; the rest stands on the record's own page.
    const unit = over > day ? day : over > hour ? hour : 1;
    return shared.overdueBy(duration(over - (over % unit), lang));
  }
  return bare || beside.level === "warn" ? shared.due(distance(beside.due_at, lang)) : "";
}

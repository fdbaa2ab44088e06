import type { Journey, ProcessDef, Stay } from "@/features/process/shapes";
import { held, presentStay, stops, toneOf } from "@/features/process/way";
import { useProcessWords } from "@/features/process/words";
import { useLang } from "@/lib/i18n";
import { duration, stamp } from "@/lib/time";
import { useShared } from "@/lib/words/shared";
import { Rail } from "@/ui/Rail";
import { SplitBar, type Part } from "@/ui/SplitBar";
import { Status } from "@/ui/Status";

/** Where a journey stands: its stages in a row, the present one marked. */
export function JourneyRail({ journey, process }: { journey: Journey; process: ProcessDef }) {
  const t = useProcessWords();
  const steps = stops(journey, process).map(({ skipped, ...stop }) => ({
    ...stop,
    ...(skipped ? { hint: t.skipped, tone: "idle" as const } : {}),
  }));
  return <Rail steps={steps} label={t.rail} />;
}

/** How long the journey has stayed here, against its limit; or how it ended. */
export function StaySentence({ journey, now = new Date() }: { journey: Journey; now?: Date }) {
  const t = useProcessWords();
  const lang = useLang();
  const stay = presentStay(journey);
  if (journey.outcome !== null || stay === undefined) return <Ending journey={journey} />;
  const parts = [
    t.stayed(duration(stay.minutes, lang)),
    stay.limit === null ? t.noLimit : t.limit(stay.limit),
    ...(stay.due_at === null ? [] : [t.dueBy(stamp(stay.due_at, lang, now))]),
  ];
  return (
    <p className="stay">
      <Status tone={toneOf[stay.level]}>{timeSaid(stay, now, lang, t)}</Status>
      <span className="stay-facts">{parts.join(" · ")}</span>
    </p>
  );
}

function timeSaid(stay: Stay, now: Date, lang: "zh" | "en", t: ReturnType<typeof useProcessWords>): string {
  if (stay.due_at === null) return t.noLimit;
  const minutes = (new Date(stay.due_at).getTime() - now.getTime()) / 60_000;
  return minutes < 0 ? t.overdueBy(duration(-minutes, lang)) : t.leftTime(duration(minutes, lang));
}

/** How it ended; where another system's log ends, nobody knows more. */
function endSaid(journey: Journey, t: ReturnType<typeof useProcessWords>): string {
  if (journey.outcome === "lost") {
    return t.lostLabel(journey.reasons.lost?.find((one) => one.key === journey.reason)?.label ?? journey.reason ?? "");
  }
  return journey.stays.some((stay) => stay.left_how === "ended") ? t.left.ended : t.wonLabel;
}

function Ending({ journey }: { journey: Journey }) {
  const t = useProcessWords();
  const lang = useLang();
  const when = journey.closed_at === null ? "" : stamp(journey.closed_at, lang);
  return (
    <p className="stay">
      <Status tone={journey.outcome === "won" ? "ok" : "idle"}>{t.ended(endSaid(journey, t), when)}</Status>
    </p>
  );
}

const kinds = { rep: "one", approver: "two", customer: "three", department: "four", system: "five" } as const;

/** Who held the ball in these stays, and for how long. */
export function BallBar({
  stays,
  now = new Date(),
}: {
  stays: readonly Pick<Stay, "holds" | "left_at">[];
  now?: Date;
}) {
  const t = useProcessWords();
  const shared = useShared();
  const lang = useLang();
  const sums = held(stays, now);
  const holders = ["rep", "approver", "department", "customer", "system"] as const;
  const parts: Part[] = holders.map((holder) => ({
    kind: kinds[holder],
    label: shared.holders[holder],
    value: sums[holder],
    said: duration(sums[holder], lang),
  }));
  return <SplitBar parts={parts} label={t.who} />;
}

import type { FunnelStep } from "@/features/metrics/shapes";
import { useMetricWords } from "@/features/metrics/words";
import "@/features/metrics/desk/stay-line.css";

const HOURS = 24;

/** The longest time of all stages, ours and others', in days: what the lines are drawn against. */
export function longestStay(steps: readonly FunnelStep[]): number {
  return Math.max(1, ...steps.flatMap((step) => marks(step).map((mark) => mark.days)), ...steps.map(middle));
}

/** How long half of them stay in a stage, against what we aim at, what is usual in the trade, and a rival. */
export function StayLine({ step, longest }: { step: FunnelStep; longest: number }) {
  const t = useMetricWords();
  const elsewhere = marks(step);
  if (step.median_hours === null || elsewhere.length === 0) return null;
  const at = (days: number) => `${Math.min(100, (days / longest) * 100)}%`;
  const said = elsewhere.map((mark) => t.elsewhere[mark.kind](days(mark.days)));
  return (
    <span className="stay-line">
      <span className="stay-track" aria-hidden="true">
        <span className={`stay-fill stay-${judged(step)}`} style={{ width: at(middle(step)) }} />
        {elsewhere.map((mark) => (
          <i key={mark.kind} className={`stay-mark stay-mark-${mark.kind}`} style={{ left: at(mark.days) }} />
        ))}
      </span>
      <small>{[t.halfStay(days(middle(step))), ...said].join(t.comma)}</small>
    </span>
  );
}

interface Mark {
  kind: "target" | "usual" | "rival";
  days: number;
}

function marks(step: FunnelStep): Mark[] {
  const known = [
    { kind: "target" as const, days: step.target_days },
    { kind: "usual" as const, days: step.usual_days },
    { kind: "rival" as const, days: step.rival_days },
  ];
  return known.flatMap(({ kind, days }) => (days === null ? [] : [{ kind, days }]));
}

function middle(step: FunnelStep): number {
  return (step.median_hours ?? 0) / HOURS;
}

/** Within the target, within what is usual, or beyond. */
function judged(step: FunnelStep): "ok" | "warn" | "bad" {
  const ours = Number(days(middle(step))); // as it is said, so that colour and words agree
  if (ours <= (step.target_days ?? step.usual_days ?? Infinity)) return "ok";
  return ours <= (step.usual_days ?? 0) ? "warn" : "bad";
}

function days(number: number): string {
  return String(Math.round(number * 10) / 10);
}

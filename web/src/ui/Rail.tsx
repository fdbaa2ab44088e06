import { Glyph, type Tone } from "@/ui/Status";
import "@/ui/rail.css";

/** One step of a rail: passed, here now, or still ahead. */
export interface Step {
  key: string;
  label: string;
  place: "passed" | "here" | "ahead";
  tone: Tone;
  hint?: string;
}

const many = 10;

/** A row of steps with the present one marked; reads as an ordered list. Many stand in several rows. */
export function Rail({ steps, label }: { steps: readonly Step[]; label: string }) {
  return (
    <ol className={steps.length > many ? "rail rail-many" : "rail"} aria-label={label}>
      {steps.map((step) => (
        <li
          key={step.key}
          className={`rail-step rail-${step.place} rail-${step.tone}`}
          {...(step.place === "here" ? { "aria-current": "step" as const } : {})}
          {...(step.hint === undefined ? {} : { title: step.hint })}
        >
          <span className="rail-mark">
            <Glyph tone={step.place === "ahead" ? "idle" : step.tone} size={18} />
          </span>
          <span className="rail-label">{step.label}</span>
        </li>
      ))}
    </ol>
  );
}

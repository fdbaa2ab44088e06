import { useId } from "react";

import "@/ui/status.css";

/** How something stands. Each has its own shape, so that no one needs to tell colours apart. */
export type Tone = "ok" | "warn" | "bad" | "idle";

/** The shape of a status: circle, triangle, square, ring. */
export function Glyph({ tone, size = 14, label }: { tone: Tone; size?: number; label?: string }) {
  const id = useId();
  const named = label === undefined ? { "aria-hidden": true } : { role: "img", "aria-labelledby": id };
  return (
    <svg className="glyph" width={size} height={size} viewBox="0 0 16 16" {...named}>
      {label === undefined ? null : <title id={id}>{label}</title>}
      {shapes[tone]}
    </svg>
  );
}

const shapes = {
  ok: <circle cx="8" cy="8" r="6.5" fill="#1f8f6a" stroke="#0b6b4f" />,
  warn: <path d="M8 1.8 15 14H1z" fill="#f2c14e" stroke="#7a4f00" strokeWidth="1.4" strokeLinejoin="round" />,
  bad: <rect x="1.5" y="1.5" width="13" height="13" rx="1" fill="#a3211a" />,
  idle: <circle cx="8" cy="8" r="6" fill="none" stroke="#7c8698" strokeWidth="1.4" />,
};

/** A status: shape, word and colour together. */
export function Status({ tone, children, chip = false }: { tone: Tone; children: string; chip?: boolean }) {
  return (
    <span className={`status status-${tone}${chip ? " status-chip" : ""}`}>
      <Glyph tone={tone} />
      {children}
    </span>
  );
}

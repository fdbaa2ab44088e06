import type { ReactNode } from "react";

import "@/ui/guide.css";

/** Something worth saying, and the situation it is for. */
export interface Line {
  readonly label: string | null;
  readonly text: string;
}

interface Props {
  lines: readonly Line[];
  checks: readonly string[];
  /** What the list of checks is called. */
  checksLabel: string;
  children?: ReactNode;
}

/** What to say, and what not to forget: to be read while doing it. */
export function Guide({ lines, checks, checksLabel, children }: Props) {
  return (
    <div className="guide">
      {lines.map((line) => (
        <p key={line.text} className="guide-said">
          {line.label === null ? null : <b>{line.label}</b>}
          {line.text}
        </p>
      ))}
      {checks.length === 0 ? null : (
        <ul className="guide-checks" aria-label={checksLabel}>
          {checks.map((check) => (
            <li key={check}>{check}</li>
          ))}
        </ul>
      )}
      {children}
    </div>
  );
}

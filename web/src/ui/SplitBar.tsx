import "@/ui/split-bar.css";

/** One part of a bar: its share is its value over the sum. `kind` picks colour and pattern. */
export interface Part {
  kind: "one" | "two" | "three" | "four" | "five";
  label: string;
  value: number;
  said: string;
}

/** A bar split into named parts, with a legend that says each in words. */
export function SplitBar({ parts, label }: { parts: readonly Part[]; label: string }) {
  const shown = parts.filter((part) => part.value > 0);
  const sum = shown.reduce((total, part) => total + part.value, 0);
  if (sum === 0) return null;
  return (
    <figure className="split" aria-label={label}>
      <div className="split-bar" aria-hidden="true">
        {shown.map((part) => (
          <span key={part.label} className={`split-part split-${part.kind}`} style={{ flexGrow: part.value / sum }} />
        ))}
      </div>
      <ul className="split-legend">
        {shown.map((part) => (
          <li key={part.label}>
            <span className={`split-key split-${part.kind}`} aria-hidden="true" />
            {part.label} <b>{part.said}</b>
          </li>
        ))}
      </ul>
    </figure>
  );
}

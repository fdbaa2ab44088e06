import { refused } from "@/lib/refusal";
import { useNewWords } from "@/pages/desk/new/words";

interface Said {
  readonly field?: unknown;
  readonly code?: unknown;
}

/** What is wrong with what was typed, each in a line. */
export function Reasons({ error }: { error: unknown }) {
  const t = useNewWords();
  if (!refused(error, "invalid")) return null;
  const problems = Array.isArray(error.facts["problems"]) ? (error.facts["problems"] as readonly Said[]) : [];
  const lines = problems.map(({ field, code }) => said(t, String(field), String(code)));
  return (
    <ul className="problem">
      {[...new Set(lines)].map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

type Words = ReturnType<typeof useNewWords>;

function said(t: Words, field: string, code: string): string {
  const [what = "", place, part] = field.split(".");
  if (what !== "stages") return t.reasons[`${what}.${code}`] ?? t.reasons[what] ?? field;
  const why = code === "twice" ? "twice" : part === "limit" ? "limit" : "empty";
  return t.wrong[why](Number(place) + 1);
}

import type { Fix, ImportProblem, RemedyKey } from "@/features/importer/shapes";
import { useImportWords } from "@/features/importer/words";
import { say, useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { Button } from "@/ui/desk/Button";
import { Select } from "@/ui/desk/choosers";
import { Card } from "@/ui/desk/PageHeader";
import { Status, type Tone } from "@/ui/Status";

interface Props {
  problems: readonly ImportProblem[];
  open: boolean;
  busy: boolean;
  onFix: (fix: Fix) => void;
}

/** What is wrong, problem by problem rather than row by row, each with what can be done in one click. */
export function ProblemList({ problems, open, busy, onFix }: Props) {
  const t = useImportWords();
  return (
    <Card title={t.problems(problems.length)}>
      {problems.length === 0 ? <p className="muted">{t.noProblems}</p> : null}
      <ul className="import-problems">
        {problems.map((problem, i) => (
          <li key={i}>
            <One problem={problem} open={open} busy={busy} onFix={onFix} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function stateOf(problem: ImportProblem): { tone: Tone; word: "solved" | "blocking" | "harmless" } {
  if (problem.solved) return { tone: "ok", word: "solved" };
  return problem.blocking ? { tone: "bad", word: "blocking" } : { tone: "warn", word: "harmless" };
}

function One({ problem, ...props }: { problem: ImportProblem } & Omit<Props, "problems">) {
  const t = useImportWords();
  const lang = useLang();
  const { tone, word } = stateOf(problem);
  const inRow = (row: number | null) => (row === null ? "" : t.inRow(row));
  const place = [problem.column, problem.value].filter((part) => part !== null && part !== "").join("：");
  return (
    <>
      <div className="import-problem">
        <b>{say(problem.title)}</b>
        {place === "" ? null : <span>{place}</span>}
        <span className="import-count">{t.rowsWith(count(problem.count, lang))}</span>
        <Status tone={tone}>{t[word]}</Status>
      </div>
      <p className="muted">
        {problem.samples
          .slice(0, 5)
          .map((sample) => [inRow(sample.row ?? null), sample.value ?? ""].filter(Boolean).join(" "))
          .join("；")}
      </p>
      <p className="muted">{say(problem.remedy)}</p>
      {props.open && problem.remedies.length > 0 ? <Remedies problem={problem} {...props} /> : null}
    </>
  );
}

function Remedies({ problem, busy, onFix }: { problem: ImportProblem } & Omit<Props, "problems" | "open">) {
  const t = useImportWords();
  const { file, column, kind, value, nearest } = problem;
  const fix = { file, column, kind };
  const options = problem.remedies.filter((one) => one.key !== "replace");
  return (
    <div className="import-acts">
      {nearest !== null && value !== null ? (
        <Button
          size="small"
          disabled={busy}
          onClick={() => {
            onFix({ ...fix, remedy: "replace", value, by: nearest });
          }}
        >
          {t.replaceBy(value, nearest)}
        </Button>
      ) : null}
      {options.length > 0 ? (
        <Select
          label={t.treatment}
          width={200}
          value={options.some((one) => one.key === problem.treatment) ? problem.treatment : null}
          options={options.map((one) => ({ value: one.key, label: say(one.label) }))}
          onChange={(remedy) => {
            if (remedy !== null) onFix({ ...fix, remedy: remedy as RemedyKey });
          }}
        />
      ) : null}
    </div>
  );
}

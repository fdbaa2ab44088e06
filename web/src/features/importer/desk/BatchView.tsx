import { useState, type ReactNode } from "react";

import { errorsUrl, useBatch, useCheck, useCommit } from "@/features/importer/api";
import { MappingTable } from "@/features/importer/desk/MappingTable";
import { ProblemList } from "@/features/importer/desk/ProblemList";
import { UndoButton } from "@/features/importer/desk/UndoButton";
import type { Batch } from "@/features/importer/shapes";
import { useImportWords } from "@/features/importer/words";
import { useLang, type Lang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { navigate } from "@/lib/router";
import { Button } from "@/ui/desk/Button";
import { Card } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded, Problem } from "@/ui/desk/states";

/** One import: what its columns become, what is wrong, what would come in; then write it, or take it back. */
export function BatchView({ id }: { id: number }) {
  const batch = useBatch(id);
  return <Loaded of={batch}>{(found) => <Found batch={found} />}</Loaded>;
}

function Found({ batch }: { batch: Batch }) {
  const t = useImportWords();
  const check = useCheck(batch.id);
  const open = batch.can.check;
  return (
    <div className="import" aria-busy={check.isPending}>
      {batch.state === "checked" ? null : <Outcome batch={batch} />}
      <Numbers batch={batch} busy={check.isPending} />
      <Problem error={check.error} />
      <ProblemList
        problems={batch.problems}
        open={open}
        busy={check.isPending}
        onFix={(fix) => {
          check.mutate({ fixes: [fix] });
        }}
      />
      {batch.sources.map((source) => (
        <MappingTable
          key={source.file}
          source={source}
          title={batch.sources.length > 1 ? `${t.mapping} · ${source.file}` : t.mapping}
          open={open && batch.sources.length === 1}
          busy={check.isPending}
          onChange={(mapping) => {
            check.mutate({ mapping });
          }}
        />
      ))}
    </div>
  );
}

function Outcome({ batch }: { batch: Batch }) {
  const t = useImportWords();
  const lang = useLang();
  const ready = count(batch.numbers["ready"] ?? 0, lang);
  return (
    <Card>
      <EmptyState
        title={batch.state === "done" ? t.done(ready) : t.undoneTitle}
        {...(batch.state === "done" ? { hint: hintOf(batch, t, lang) } : {})}
      >
        <div className="bar">
          {batch.state === "done" ? <Leads batch={batch} /> : null}
          {batch.can.undo ? <UndoButton id={batch.id} /> : null}
        </div>
      </EmptyState>
    </Card>
  );
}

function hintOf(batch: Batch, t: ReturnType<typeof useImportWords>, lang: Lang): string {
  if (batch.process !== null) return t.replayedHint;
  return batch.met > 0 ? t.metHint(count(batch.met, lang)) : t.doneHint;
}

/** Where to look at what came in. */
function Leads({ batch }: { batch: Batch }) {
  const t = useImportWords();
  return (
    <>
      {batch.object === "people" ? null : (
        <Button
          look="primary"
          onClick={() => {
            navigate(`/o/${batch.object}`);
          }}
        >
          {t.look}
        </Button>
      )}
      {batch.process === null ? null : (
        <Button
          onClick={() => {
            navigate(`/transitions?process=${batch.process ?? ""}`);
          }}
        >
          {t.transitions}
        </Button>
      )}
    </>
  );
}

const shown = [
  ["rows", "rows"],
  ["ready", "ready"],
  ["skipped", "skipped"],
  ["with_problems", "withProblems"],
  ["created_missing", "created"],
  ["people", "newPeople"],
] as const;

function Numbers({ batch, busy }: { batch: Batch; busy: boolean }) {
  const t = useImportWords();
  const lang = useLang();
  const numbers = shown.filter(([key], i) => i < 3 || (batch.numbers[key] ?? 0) > 0);
  return (
    <Card title={t.numbers} extra={busy ? <span role="status">{t.checking}</span> : null}>
      <dl className="import-numbers">
        {numbers.map(([key, word]) => (
          <div key={key}>
            <dt>{t[word]}</dt>
            <dd>{count(batch.numbers[key] ?? 0, lang)}</dd>
          </div>
        ))}
      </dl>
      <div className="bar">
        {batch.can.commit ? <Commit batch={batch} busy={busy} /> : null}
        {(batch.numbers["skipped"] ?? 0) > 0 ? <a href={errorsUrl(batch.id)}>{t.download}</a> : null}
      </div>
    </Card>
  );
}

function Commit({ batch, busy }: { batch: Batch; busy: boolean }) {
  const t = useImportWords();
  const lang = useLang();
  const commit = useCommit(batch.id);
  const { rules, choose } = useRules(batch);
  const ready = batch.numbers["ready"] ?? 0;
  const said = count(ready, lang);
  if (commit.isPending) {
    return (
      <span role="status">
        {t.committing(said)} <progress aria-label={t.committing(said)} />
      </span>
    );
  }
  return (
    <>
      {choose}
      <Button
        look="primary"
        disabled={ready === 0 || busy}
        onClick={() => {
          commit.mutate(rules);
        }}
      >
        {ready === 0 ? t.nothing : t.commit(said)}
      </Button>
      <Problem error={commit.error} />
    </>
  );
}

/** Whether rules meet what comes in, and the box to choose it; null where none listens. */
function useRules({ rules: offered }: Batch): { rules: boolean | null; choose: ReactNode } {
  const [chosen, setChosen] = useState<boolean | null>(null);
  if (offered === null) return { rules: null, choose: null };
  const rules = chosen ?? offered.usual;
  return { rules, choose: <Rules count={offered.count} on={rules} onTurn={setChosen} /> };
}

/** Whether the rules for new records meet what comes in. */
function Rules({ count: rows, on, onTurn }: { count: number; on: boolean; onTurn: (on: boolean) => void }) {
  const t = useImportWords();
  const lang = useLang();
  return (
    <label className="import-rules">
      <input
        type="checkbox"
        checked={on}
        onChange={(event) => {
          onTurn(event.target.checked);
        }}
      />
      <span>
        {t.rules(count(rows, lang))}
        <small className="muted">{on ? t.rulesOn : t.rulesOff}</small>
      </span>
    </label>
  );
}

import { useRuns, type RunState } from "@/features/runs/api";
import { useRunWords } from "@/features/runs/words";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { refused } from "@/lib/refusal";
import { setSearch, useAddress } from "@/lib/router";
import { OneRecord } from "@/pages/desk/runs/OneRecord";
import { RunItem } from "@/pages/desk/runs/RunItem";
import { Button } from "@/ui/desk/Button";
import { Chips } from "@/ui/desk/choosers";
import { PageHeader } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded } from "@/ui/desk/states";
import "@/pages/desk/runs/runs.css";

const ALL = "all";
type Found = ReturnType<typeof useRuns>;
type Head = NonNullable<Found["data"]>["pages"][number];

/** What a rule has done: when, about which record, why, for whom; and what it left undone. */
export function RunsPage({ rule }: { rule: string }) {
  const t = useRunWords();
  const { search } = useAddress();
  const record = Number(search.get("record")) || null;
  const state = search.get("state");
  const runs = useRuns(rule, { state, record });
  if (refused(runs.error, "not_found")) {
    return (
      <>
        <PageHeader title={t.open} />
        <section className="card">
          <EmptyState title={t.unknown} hint={t.unknownHint} />
        </section>
      </>
    );
  }
  return (
    <Loaded of={runs}>
      {({ pages }) => {
        const [head] = pages;
        if (head === undefined) return null;
        return (
          <>
            <Top head={head} />
            <section className="card">
              <OneRecord rule={rule} object={head.object} record={record} />
            </section>
            <section className="card">
              <States head={head} state={state} />
              <Listed runs={runs} />
            </section>
          </>
        );
      }}
    </Loaded>
  );
}

function Top({ head }: { head: Head }) {
  const t = useRunWords();
  const lang = useLang();
  const all = Object.values(head.counts).reduce((sum, n) => sum + n, 0);
  const bad = all - (head.counts["done"] ?? 0);
  return (
    <>
      <PageHeader
        title={t.title(head.label)}
        finding={all === 0 ? t.quiet : t.finding(count(all, lang), count(bad, lang))}
      />
      {head.lives && !head.resting ? null : <p className="muted">{head.lives ? t.resting : t.gone}</p>}
    </>
  );
}

/** How the runs ended, as a choice of those that are listed. */
function States({ head, state }: { head: Head; state: string | null }) {
  const t = useRunWords();
  const lang = useLang();
  const present = (Object.keys(t.states) as RunState[]).filter((one) => one === state || (head.counts[one] ?? 0) > 0);
  if (present.length < 2 && state === null) return null;
  return (
    <Chips
      label={t.which}
      value={state ?? ALL}
      options={[
        { value: ALL, label: t.all },
        ...present.map((one) => ({ value: one, label: `${t.states[one]} ${count(head.counts[one] ?? 0, lang)}` })),
      ]}
      onChange={(value) => {
        setSearch({ state: value === ALL ? null : value });
      }}
    />
  );
}

function Listed({ runs }: { runs: Found }) {
  const t = useRunWords();
  const items = runs.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return <EmptyState title={t.never} hint={t.neverHint} />;
  return (
    <>
      <ul className="runs">
        {items.map((run) => (
          <RunItem key={run.id} run={run} />
        ))}
      </ul>
      {runs.hasNextPage ? (
        <Button
          look="quiet"
          wide
          busy={runs.isFetchingNextPage}
          onClick={() => {
            void runs.fetchNextPage();
          }}
        >
          {t.more}
        </Button>
      ) : null}
    </>
  );
}

import { useState } from "react";

import { useAgain, useRescue, type Kind, type Trouble } from "@/features/rescue/api";
import { useRescueWords } from "@/features/rescue/words";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { perform } from "@/lib/perform";
import { setSearch, useAddress } from "@/lib/router";
import { DropDialog } from "@/pages/desk/rescue/DropDialog";
import { Secrets } from "@/pages/desk/rescue/Secrets";
import { TroubleRow } from "@/pages/desk/rescue/TroubleRow";
import { Button } from "@/ui/desk/Button";
import { Chips } from "@/ui/desk/choosers";
import { PageHeader } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded, Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";
import "@/pages/desk/rescue/rescue.css";

const ALL = "all";

/** All that went wrong and waits for somebody: why, and once more or never. */
export function RescuePage() {
  const t = useRescueWords();
  const lang = useLang();
  const rule = useAddress().search.get("rule") ?? "";
  const found = useRescue(rule);
  const total = found.data === undefined ? 0 : Object.values(found.data.counts).reduce((sum, n) => sum + n, 0);
  return (
    <>
      <PageHeader title={t.title} finding={total > 0 ? t.finding(count(total, lang)) : undefined}>
        {rule === "" ? null : (
          <Button
            onClick={() => {
              setSearch({ rule: null });
            }}
          >
            {t.everything}
          </Button>
        )}
      </PageHeader>
      <Loaded of={found} rows={6}>
        {(rescue) => <Troubles items={rescue.items} counts={rescue.counts} />}
      </Loaded>
      <Secrets />
    </>
  );
}

function Troubles({ items, counts }: { items: readonly Trouble[]; counts: Readonly<Partial<Record<Kind, number>>> }) {
  const t = useRescueWords();
  const lang = useLang();
  const again = useAgain();
  const [kind, setKind] = useState<string>(ALL);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [dropping, setDropping] = useState<readonly Trouble[] | null>(null);
  if (items.length === 0) {
    return (
      <section className="card">
        <EmptyState title={t.well} hint={t.wellHint} />
      </section>
    );
  }
  const present = (Object.keys(t.kinds) as Kind[]).filter((one) => (counts[one] ?? 0) > 0);
  const shown = items.filter((one) => kind === ALL || one.kind === kind);
  const able = shown.filter((one) => one.acts.length > 0);
  const marked = able.filter((one) => chosen.has(name(one)));
  const tryAgain = (some: readonly Trouble[]) => {
    perform(again, some, ({ done, failed, gone }) => {
      setChosen(new Set());
      toast(t.result(String(done), String(failed), String(gone)));
    });
  };
  return (
    <section className="card">
      <Chips
        label={t.what}
        value={kind}
        options={[
          { value: ALL, label: t.all },
          ...present.map((one) => ({ value: one, label: `${t.kinds[one]} ${count(counts[one] ?? 0, lang)}` })),
        ]}
        onChange={setKind}
      />
      <Bar
        able={able}
        marked={marked}
        busy={again.isPending}
        onChoose={(all) => {
          setChosen(new Set(all ? able.map(name) : []));
        }}
        onAgain={tryAgain}
        onDrop={setDropping}
      />
      <Problem error={again.error} />
      <ul className="rescue-list">
        {shown.map((one) => (
          <TroubleRow
            key={`${name(one)} ${one.what}`}
            trouble={one}
            chosen={chosen.has(name(one))}
            busy={again.isPending}
            onChoose={(on) => {
              setChosen(new Set(on ? [...chosen, name(one)] : [...chosen].filter((other) => other !== name(one))));
            }}
            onAgain={() => {
              tryAgain([one]);
            }}
            onDrop={() => {
              setDropping([one]);
            }}
          />
        ))}
      </ul>
      {dropping === null ? null : (
        <DropDialog
          items={dropping}
          onClose={() => {
            setDropping(null);
          }}
          onDone={() => {
            setDropping(null);
            setChosen(new Set());
          }}
        />
      )}
    </section>
  );
}

interface BarProps {
  able: readonly Trouble[];
  marked: readonly Trouble[];
  busy: boolean;
  onChoose: (all: boolean) => void;
  onAgain: (some: readonly Trouble[]) => void;
  onDrop: (some: readonly Trouble[]) => void;
}

/** What can be done with all that is chosen. */
function Bar({ able, marked, busy, onChoose, onAgain, onDrop }: BarProps) {
  const t = useRescueWords();
  const lang = useLang();
  const droppable = marked.filter((one) => one.acts.includes("drop"));
  return (
    <p className="rescue-bar">
      <label>
        <input
          type="checkbox"
          checked={able.length > 0 && marked.length === able.length}
          disabled={able.length === 0}
          onChange={(event) => {
            onChoose(event.target.checked);
          }}
        />{" "}
        {t.chooseAll}
      </label>
      <span className="muted">{t.chosen(count(marked.length, lang))}</span>
      <Button
        size="small"
        disabled={marked.length === 0}
        busy={busy}
        onClick={() => {
          onAgain(marked.filter((one) => one.acts.includes("again")));
        }}
      >
        {t.again}
      </Button>
      <Button
        size="small"
        disabled={droppable.length === 0}
        onClick={() => {
          onDrop(droppable);
        }}
      >
        {t.drop}
      </Button>
    </p>
  );
}

function name({ kind, id }: Trouble): string {
  return `${kind}:${id}`;
}

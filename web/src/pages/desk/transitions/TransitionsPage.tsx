import { useState } from "react";

import { useTransitions, useVariants, type Asked, type Gone } from "@/features/metrics/api";
import { GoneDrawer } from "@/features/metrics/desk/GoneDrawer";
import { ScopeBar, useScope } from "@/features/metrics/desk/Scope";
import { TransitionTable } from "@/features/metrics/desk/TransitionTable";
import { ReachTable, VariantList } from "@/features/metrics/desk/Ways";
import { usePathWords } from "@/features/metrics/path-words";
import type { Transitions } from "@/features/metrics/shapes";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { setSearch, useAddress } from "@/lib/router";
import { Button } from "@/ui/desk/Button";
import { Card, PageHeader } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded } from "@/ui/desk/states";
import "@/features/metrics/desk/metrics.css";

const periods = ["month", "quarter", "year", "all"] as const;

interface Opened {
  title: string;
  gone: Gone;
}

/** How journeys really go: what each step takes in the mean and in the middle, and which ways there are. */
export function TransitionsPage() {
  const t = usePathWords();
  const asked = useScope("all");
  const every = useAddress().search.get("every") === "1";
  const transitions = useTransitions(asked, every ? 1 : null);
  const [opened, setOpened] = useState<Opened | null>(null);
  return (
    <>
      <PageHeader title={t.title} finding={transitions.data?.sentence} />
      <div className="bar">
        <ScopeBar asked={asked} periods={periods} />
      </div>
      <Loaded of={transitions} rows={8}>
        {(found) => <Found found={found} every={every} asked={asked} onOpen={setOpened} />}
      </Loaded>
      {opened === null ? null : (
        <GoneDrawer
          title={opened.title}
          gone={opened.gone}
          asked={asked}
          onClose={() => {
            setOpened(null);
          }}
        />
      )}
    </>
  );
}

interface Props {
  found: Transitions;
  every: boolean;
  asked: Asked;
  onOpen: (opened: Opened) => void;
}

function Found({ found, every, asked, onOpen }: Props) {
  const t = usePathWords();
  const variants = useVariants(asked);
  if (found.journeys === 0) return <EmptyState title={t.none} hint={t.noneHint} />;
  return (
    <>
      <Card title={t.steps}>
        {found.rows.length === 0 ? (
          <p className="muted">{t.none}</p>
        ) : (
          <TransitionTable
            rows={found.rows}
            onOpen={(row) => {
              const title = t.arrow(row.frm.label, row.to.label);
              onOpen({ title, gone: { left: row.frm.key, entered: row.to.key } });
            }}
          />
        )}
        <Rare found={found} every={every} />
      </Card>
      <div className="two">
        <Card title={t.variants}>
          <Loaded of={variants} rows={6}>
            {(ways) => (
              <VariantList
                found={ways}
                onOpen={(row, name) => {
                  onOpen({ title: name, gone: { variant: row.key } });
                }}
              />
            )}
          </Loaded>
        </Card>
        <Card title={t.reach}>
          <ReachTable rows={found.reach} />
        </Card>
      </div>
    </>
  );
}

function Rare({ found, every }: { found: Transitions; every: boolean }) {
  const t = usePathWords();
  const lang = useLang();
  if (found.rare === 0 && !every) return null;
  return (
    <p className="muted">
      {every ? null : t.rare(found.rare, count(found.at_least, lang))}{" "}
      <Button
        look="quiet"
        size="small"
        onClick={() => {
          setSearch({ every: every ? null : "1" });
        }}
      >
        {every ? t.common : t.all}
      </Button>
    </p>
  );
}

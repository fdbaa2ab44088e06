import { useState } from "react";

import { useFunnel } from "@/features/metrics/api";
import { FunnelBars, FunnelTable } from "@/features/metrics/desk/FunnelView";
import { ScopeBar, useScope } from "@/features/metrics/desk/Scope";
import { StuckList } from "@/features/metrics/desk/StuckList";
import type { Funnel } from "@/features/metrics/shapes";
import { useMetricWords } from "@/features/metrics/words";
import { Segmented } from "@/ui/desk/choosers";
import { Card, PageHeader } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded } from "@/ui/desk/states";

const periods = ["month", "quarter", "year", "all"] as const;

/** How far journeys come, where the way is narrowest, and what stands still. */
export function FunnelPage() {
  const t = useMetricWords();
  const asked = useScope("all");
  const funnel = useFunnel(asked);
  return (
    <>
      <PageHeader title={t.funnel} finding={funnel.data?.sentence} />
      <div className="bar">
        <ScopeBar asked={asked} periods={periods} />
      </div>
      <Loaded of={funnel} rows={8}>
        {(found) =>
          found.started === 0 ? <EmptyState title={t.noFunnel} hint={t.noFunnelHint} /> : <Found funnel={found} />
        }
      </Loaded>
    </>
  );
}

function Found({ funnel }: { funnel: Funnel }) {
  const t = useMetricWords();
  const [table, setTable] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const stage = chosen ?? funnel.narrowest;
  return (
    <div className="two">
      <Card
        extra={
          <Segmented
            label={t.view}
            value={table ? "table" : "chart"}
            onChange={(view) => {
              setTable(view === "table");
            }}
            options={[
              { value: "chart", label: t.chart },
              { value: "table", label: t.table },
            ]}
          />
        }
        title={t.funnel}
      >
        {table ? (
          <FunnelTable funnel={funnel} />
        ) : (
          <FunnelBars
            funnel={funnel}
            chosen={stage}
            onChoose={(key) => {
              setChosen(key === chosen ? null : key);
            }}
          />
        )}
      </Card>
      <StuckList
        funnel={funnel}
        stage={stage}
        onAll={() => {
          setChosen("");
        }}
      />
    </div>
  );
}

import { useMetrics } from "@/features/metrics/api";
import { MetricDrawer } from "@/features/metrics/desk/MetricDrawer";
import { MetricCard } from "@/features/metrics/desk/MetricCard";
import { ScopeBar, useScope } from "@/features/metrics/desk/Scope";
import { useMetricWords } from "@/features/metrics/words";
import { setSearch, useAddress } from "@/lib/router";
import { PageHeader } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded } from "@/ui/desk/states";
import "@/features/metrics/desk/metrics.css";

const periods = ["week", "month", "quarter", "year", "all"] as const;

/** Every number there is, what it means, and the rows it is made of. */
export function MetricsPage() {
  const t = useMetricWords();
  const metrics = useMetrics();
  const asked = useScope("all");
  const { search } = useAddress();
  const open = metrics.data?.find((metric) => metric.key === search.get("metric"));
  return (
    <>
      <PageHeader title={t.metrics} finding={t.metricsIntro} />
      <div className="bar">
        <ScopeBar asked={asked} periods={periods} />
      </div>
      <Loaded of={metrics} rows={8}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState title={t.nothing} />
          ) : (
            <ul className="metrics">
              {all.map((metric) => (
                <li key={metric.key}>
                  <MetricCard
                    metric={metric}
                    asked={asked}
                    onOpen={() => {
                      setSearch({ metric: metric.key });
                    }}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {open === undefined ? null : (
        <MetricDrawer
          key={open.key}
          metric={open}
          asked={asked}
          onClose={() => {
            setSearch({ metric: null });
          }}
        />
      )}
    </>
  );
}

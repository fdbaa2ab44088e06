import { useMetric, type Asked } from "@/features/metrics/api";
import { numberSaid } from "@/features/metrics/said";
import type { MetricDef } from "@/features/metrics/shapes";
import { useLang } from "@/lib/i18n";
import { Problem } from "@/ui/desk/states";

interface Props {
  metric: MetricDef;
  asked: Asked;
  onOpen: () => void;
}

/** One number with its sentence. */
export function MetricCard({ metric, asked, onOpen }: Props) {
  const lang = useLang();
  const answer = useMetric(metric.key, asked);
  return (
    <button type="button" className="metric" onClick={onOpen}>
      <span className="metric-name">{metric.label}</span>
      <span className="metric-value">
        {answer.data === undefined ? (answer.isError ? "—" : "…") : numberSaid(answer.data, answer.data, lang)}
      </span>
      <span className="metric-said">{answer.data?.sentence ?? metric.definition}</span>
      <Problem error={answer.error} />
    </button>
  );
}

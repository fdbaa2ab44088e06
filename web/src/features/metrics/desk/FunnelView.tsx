import { longestStay, StayLine } from "@/features/metrics/desk/StayLine";
import type { Funnel, FunnelStep } from "@/features/metrics/shapes";
import { useMetricWords } from "@/features/metrics/words";
import { useLang, type Lang } from "@/lib/i18n";
import { count, percent } from "@/lib/numbers";
import { duration } from "@/lib/time";
import { useShared } from "@/lib/words/shared";
import "@/features/metrics/desk/metrics.css";

interface BarsProps {
  funnel: Funnel;
  chosen: string | null;
  onChoose: (stage: string) => void;
}

/** The stages as centred bars, each as wide as what entered it; the narrowest step stands out by colour and word. */
export function FunnelBars({ funnel, chosen, onChoose }: BarsProps) {
  const t = useMetricWords();
  const lang = useLang();
  const longest = longestStay(funnel.stages);
  const widest = Math.max(1, ...funnel.stages.map((stage) => stage.entered));
  return (
    <ol className="funnel" aria-label={t.funnel}>
      {funnel.stages.map((stage) => {
        const worst = stage.key === funnel.narrowest;
        return (
          <li key={stage.key} className={worst ? "funnel-worst" : ""}>
            <button
              type="button"
              aria-pressed={chosen === stage.key}
              onClick={() => {
                onChoose(stage.key);
              }}
            >
              <span>{stage.label}</span>
              <span className="funnel-bar" style={{ width: `${(stage.entered / widest) * 100}%` }}>
                {count(stage.entered, lang)}
              </span>
              <span className="funnel-rate">
                {stage.conversion === null ? "" : t.pass(percent(stage.conversion / 100))}
                {worst ? <small className="vh">{t.narrowest}</small> : null}
              </span>
              <StayLine step={stage} longest={longest} />
            </button>
          </li>
        );
      })}
    </ol>
  );
}

/** The same as numbers: what entered and passed, how long it stayed in the mean and in the middle, and who held the ball. */
export function FunnelTable({ funnel }: { funnel: Funnel }) {
  const t = useMetricWords();
  const shared = useShared();
  const lang = useLang();
  return (
    <div className="facts-scroll">
      <table className="facts-table">
        <thead>
          <tr>
            <th scope="col">{t.step}</th>
            {[t.entered, t.passed, t.conversion, t.lost, t.here, t.mean, t.median].map((head) => (
              <th key={head} scope="col" className="num">
                {head}
              </th>
            ))}
            <th scope="col">{t.waited}</th>
          </tr>
        </thead>
        <tbody>
          {funnel.stages.map((stage) => (
            <tr key={stage.key}>
              <th scope="row">{stage.label}</th>
              {numbers(stage, lang).map((number, i) => (
                <td key={i} className="num nowrap">
                  {number}
                </td>
              ))}
              <td>{ballSaid(stage, shared.holders)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function numbers(stage: FunnelStep, lang: Lang): string[] {
  const long = (hours: number | null) => (hours === null ? "—" : duration(hours * 60, lang));
  return [
    count(stage.entered, lang),
    count(stage.passed, lang),
    stage.conversion === null ? "—" : percent(stage.conversion / 100, 1),
    count(stage.lost, lang),
    count(stage.here, lang),
    long(stage.mean_hours),
    long(stage.median_hours),
  ];
}

/** Who held the ball in a stage, in shares of its time; the longest first. */
export function ballSaid(stage: FunnelStep, holders: Readonly<Record<string, string>>): string {
  const sum = Object.values(stage.holders).reduce((total, hours) => total + hours, 0);
  if (sum === 0) return "—";
  return Object.entries(stage.holders)
    .filter(([, hours]) => hours / sum >= 0.005)
    .sort(([, one], [, other]) => other - one)
    .map(([holder, hours]) => `${holders[holder] ?? holder} ${percent(hours / sum)}`)
    .join(" · ");
}

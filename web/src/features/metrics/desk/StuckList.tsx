import { toneOfLevel } from "@/features/metrics/desk/HealthTable";
import type { Funnel } from "@/features/metrics/shapes";
import { useMetricWords } from "@/features/metrics/words";
import { useLang } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { duration } from "@/lib/time";
import { useShared } from "@/lib/words/shared";
import { Button } from "@/ui/desk/Button";
import { Card } from "@/ui/desk/PageHeader";
import { SplitBar, type Part } from "@/ui/SplitBar";
import { Status } from "@/ui/Status";

const kinds = { rep: "one", approver: "two", customer: "three", department: "four", system: "five" } as const;

interface Props {
  funnel: Funnel;
  stage: string | null;
  onAll: () => void;
}

/** What stands still, longest first, and who it waits for. */
export function StuckList({ funnel, stage, onAll }: Props) {
  const t = useMetricWords();
  const lang = useLang();
  const shared = useShared();
  const step = funnel.stages.find((one) => one.key === stage);
  const stuck = funnel.stuck.filter((one) => step === undefined || one.stage === step.key);
  const label = (key: string) => funnel.stages.find((one) => one.key === key)?.label ?? key;
  const parts: Part[] = (Object.keys(kinds) as (keyof typeof kinds)[]).map((holder) => ({
    kind: kinds[holder],
    label: shared.holders[holder],
    value: (step === undefined ? funnel.stages : [step]).reduce((sum, one) => sum + (one.holders[holder] ?? 0), 0),
    said: "",
  }));
  const sum = parts.reduce((total, part) => total + part.value, 0);
  const said = parts.map((part) => ({ ...part, said: `${Math.round((part.value / sum) * 100)}%` }));
  return (
    <Card
      title={step === undefined ? t.stuck(stuck.length) : t.stuckIn(step.label, stuck.length)}
      extra={
        step === undefined ? null : (
          <Button look="quiet" size="small" onClick={onAll}>
            {t.allStages}
          </Button>
        )
      }
    >
      <SplitBar parts={said} label={t.waited} />
      {stuck.length === 0 ? <p className="muted">{t.stuckNone}</p> : null}
      <ul className="stuck">
        {stuck.map((one) => (
          <li key={one.id}>
            <Link to={`/r/${one.object}/${one.record_id}`}>{one.title}</Link>
            <Status tone={toneOfLevel[one.level]}>{duration(one.days * 24 * 60, lang)}</Status>
            <small>
              {[
                label(one.stage),
                one.owner.name,
                ...(one.holder === null ? [] : [t.ball(shared.holders[one.holder as keyof typeof kinds])]),
              ].join(" · ")}
            </small>
          </li>
        ))}
      </ul>
    </Card>
  );
}

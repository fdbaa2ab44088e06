import { toneOfLevel } from "@/features/metrics/desk/HealthTable";
import type { Funnel } from "@/features/metrics/shapes";
import { useReportWords } from "@/features/reports/words";
import { useLang } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { duration } from "@/lib/time";
import { Status } from "@/ui/Status";

const MOST = 10;

/** What has stood longest where it stands, in one stage or in all. */
export function LongestList({ funnel, stage = null }: { funnel: Funnel; stage?: string | null }) {
  const t = useReportWords();
  const lang = useLang();
  const label = (key: string) => funnel.stages.find((one) => one.key === key)?.label ?? key;
  const longest = [...funnel.stuck.filter((one) => stage === null || one.stage === stage)]
    .sort((one, other) => other.days - one.days)
    .slice(0, MOST);
  if (longest.length === 0) return <p className="muted">{t.calm}</p>;
  return (
    <ul className="stuck">
      {longest.map((one) => (
        <li key={one.id}>
          <Link to={`/r/${one.object}/${one.record_id}`}>{one.title}</Link>
          <Status tone={toneOfLevel[one.level]}>{duration(one.days * 24 * 60, lang)}</Status>
          <small>{`${label(one.stage)} · ${one.owner.name}`}</small>
        </li>
      ))}
    </ul>
  );
}

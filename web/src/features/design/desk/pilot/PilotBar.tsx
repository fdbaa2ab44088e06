import { usePilots, type Pilot } from "@/features/design/pilots";
import { usePilotWords } from "@/features/design/words/pilots";
import { useLang, type Lang } from "@/lib/i18n";
import { Link } from "@/lib/router";

/** A pilot is running: which, by whom, until when, and the way to its page. */
export function PilotBar() {
  const t = usePilotWords();
  const lang = useLang();
  const running = usePilots().data?.find(({ state }) => state === "running");
  if (running === undefined) return null;
  return (
    <p className="pilot-bar" role="status">
      {t.bar(running.number, teamsOf(running, lang), running.last_day)} <Link to="/design/pilot">{t.open}</Link>
    </p>
  );
}

export function teamsOf(pilot: Pick<Pilot, "teams">, lang: Lang): string {
  return pilot.teams.join(lang === "zh" ? "、" : ", ");
}

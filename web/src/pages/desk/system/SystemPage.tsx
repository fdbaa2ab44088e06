import type { ReactNode } from "react";

import { useDecide, useSystem, type System } from "@/features/org/system";
import { useLang } from "@/lib/i18n";
import { stamp } from "@/lib/time";
import { Letters } from "@/pages/desk/system/Letters";
import { useSystemWords } from "@/pages/desk/system/words";
import { Status } from "@/ui/Status";
import { Button } from "@/ui/desk/Button";
import { Card, PageHeader } from "@/ui/desk/PageHeader";
import { Loaded, Problem } from "@/ui/desk/states";
import "@/pages/desk/system/system.css";

/** For whoever runs the system: how it is, what went wrong, what that means and what to do. */
export function SystemPage() {
  const t = useSystemWords();
  const system = useSystem();
  const level = system.data?.level;
  return (
    <>
      <PageHeader title={t.system} finding={level === undefined ? "" : t.found[level]} />
      <Loaded of={system} rows={8}>
        {(found) => (
          <div className="system">
            <Checks checks={found.checks} />
            {found.failed.length === 0 ? null : <Failed failed={found.failed} />}
            {found.letters.length === 0 ? null : <Letters letters={found.letters} />}
            <Incidents incidents={found.incidents} />
            <p className="muted">{t.version(found.version)}</p>
          </div>
        )}
      </Loaded>
    </>
  );
}

/** One thing on this page: what it is called, what stands beside that, and what there is to say or do. */
function Line({ name, beside, children }: { name: string; beside: ReactNode; children: ReactNode }) {
  return (
    <li>
      <b>{name}</b> {beside}
      {children}
    </li>
  );
}

function Checks({ checks }: { checks: System["checks"] }) {
  const t = useSystemWords();
  return (
    <Card title={t.checks}>
      <ul className="system-lines">
        {checks.map((check) => (
          <Line key={check.key} name={check.title} beside={<Status tone={check.level}>{t.level[check.level]}</Status>}>
            <p>{check.what}</p>
            {check.do === "" ? null : <p className="muted">{check.do}</p>}
          </Line>
        ))}
      </ul>
    </Card>
  );
}

function Failed({ failed }: { failed: System["failed"] }) {
  const t = useSystemWords();
  const lang = useLang();
  const decide = useDecide();
  return (
    <Card title={t.failed}>
      <ul className="system-lines">
        {failed.map((job) => (
          <Line key={job.id} name={job.title} beside={<Small>{[job.failed_at && stamp(job.failed_at, lang)]}</Small>}>
            <p className="system-acts">
              {(["again", "drop"] as const).map((how) => (
                <Button
                  key={how}
                  size="small"
                  disabled={decide.isPending}
                  onClick={() => {
                    decide.mutate({ id: job.id, how });
                  }}
                >
                  {t[how]}
                </Button>
              ))}
            </p>
          </Line>
        ))}
      </ul>
      <Problem error={decide.error} />
    </Card>
  );
}

function Incidents({ incidents }: { incidents: System["incidents"] }) {
  const t = useSystemWords();
  const lang = useLang();
  return (
    <Card title={t.incidents}>
      {incidents.length === 0 ? <p className="muted">{t.none}</p> : null}
      <ul className="system-lines">
        {incidents.map((one) => {
          const often = one.times > 1 ? t.times(one.times, stamp(one.first_at, lang)) : null;
          return (
            <Line
              key={one.number}
              name={one.what}
              beside={<Small>{[stamp(one.at, lang), t.number(one.number), often, one.place]}</Small>}
            >
              <p>{one.means}</p>
              <p className="muted">{one.do}</p>
            </Line>
          );
        })}
      </ul>
    </Card>
  );
}

function Small({ children }: { children: readonly (string | null)[] }) {
  return <small className="muted">{children.filter(Boolean).join(" · ")}</small>;
}

import { useDecide, useSystem, type System } from "@/features/org/system";
import { useLang } from "@/lib/i18n";
import { stamp } from "@/lib/time";
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
            <Incidents incidents={found.incidents} />
            <p className="muted">{t.version(found.version)}</p>
          </div>
        )}
      </Loaded>
    </>
  );
}

function Checks({ checks }: { checks: System["checks"] }) {
  const t = useSystemWords();
  return (
    <Card title={t.checks}>
      <ul className="system-lines">
        {checks.map((check) => (
          <li key={check.key}>
            <b>{check.title}</b> <Status tone={check.level}>{t.level[check.level]}</Status>
            <p>{check.what}</p>
            {check.do === "" ? null : <p className="muted">{check.do}</p>}
          </li>
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
          <li key={job.id}>
            <b>{job.title}</b>{" "}
            <small className="muted">{job.failed_at === null ? "" : stamp(job.failed_at, lang)}</small>
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
          </li>
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
        {incidents.map((one) => (
          <li key={one.number}>
            <b>{one.what}</b>{" "}
            <small className="muted">
              {[
                stamp(one.at, lang),
                t.number(one.number),
                ...(one.times > 1 ? [t.times(one.times, stamp(one.first_at, lang))] : []),
                ...(one.place === "" ? [] : [one.place]),
              ].join(" · ")}
            </small>
            <p>{one.means}</p>
            <p className="muted">{one.do}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

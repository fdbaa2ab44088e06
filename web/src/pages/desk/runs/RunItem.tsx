import { cause } from "@/features/rescue/causes";
import type { Deed, Run } from "@/features/runs/api";
import { useRunWords } from "@/features/runs/words";
import { useLang } from "@/lib/i18n";
import { Link, useAddress } from "@/lib/router";
import { stamp } from "@/lib/time";
import { Status, type Tone } from "@/ui/Status";

const tones: Readonly<Record<Run["state"], Tone>> = {
  done: "ok",
  failed: "bad",
  held: "warn",
  stopped: "bad",
  dropped: "idle",
};

/** One run: when, about which record, why, what was done, what was not. */
export function RunItem({ run }: { run: Run }) {
  const t = useRunWords();
  const lang = useLang();
  return (
    <li>
      <p className="run-head">
        <Status tone={tones[run.state]}>{t.states[run.state]}</Status>
        <time dateTime={run.at}>{stamp(run.at, lang)}</time>
        {run.title === "" ? (
          <span className="muted">{t.hiddenRecord}</span>
        ) : (
          <Link to={`/r/${run.object}/${run.record_id}`}>{run.title}</Link>
        )}
        <small className="muted">
          {run.event} · {t.version(run.version)}
        </small>
      </p>
      {run.closed ? <p className="muted">{t.closed}</p> : <Told run={run} />}
    </li>
  );
}

function Told({ run }: { run: Run }) {
  const t = useRunWords();
  return (
    <>
      {run.state === "stopped" ? null : <p>{why(run, t)}</p>}
      {run.chain.length === 0 ? null : (
        <p className="muted">{t.chain(run.chain.map((one) => `「${one}」`).join(" → "))}</p>
      )}
      <Trouble run={run} />
      {run.done.length === 0 ? null : (
        <Part title={t.did}>
          {run.done.map((deed, i) => (
            <li key={i}>
              <OneDeed deed={deed} />
            </li>
          ))}
        </Part>
      )}
      {run.meant.length === 0 ? null : (
        <Part title={t.meant}>
          {run.meant.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </Part>
      )}
      {run.undone.length === 0 ? null : (
        <Part title={t.undone}>
          {run.undone.map(({ words, because }) => (
            <li key={words} className="muted">
              {t.undoneBy(words, run.because.includes(because) ? "" : because)}
            </li>
          ))}
        </Part>
      )}
    </>
  );
}

function why({ because, otherwise, event }: Run, t: ReturnType<typeof useRunWords>): string {
  if (because === "") return t.plain(event);
  return otherwise ? t.other(because) : t.fired(because);
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="run-part">
      <b>{title}</b>
      <ul>{children}</ul>
    </div>
  );
}

/** What was done, for whom, and what became of it. */
function OneDeed({ deed }: { deed: Deed }) {
  const t = useRunWords();
  const lang = useLang();
  const { due_at: due, task, call, request } = deed;
  const became = [
    due === null ? "" : t.due(stamp(due, lang)),
    task === null ? "" : t.tasks[task],
    call === null ? "" : ((t.calls as Readonly<Record<string, string>>)[call] ?? call),
  ].filter(Boolean);
  return (
    <>
      {deed.words}
      <Whom deed={deed} />
      {became.length === 0 ? null : <small className="muted"> {became.join(" · ")}</small>}{" "}
      {request === null ? null : <Link to="/approvals">{t.approvals}</Link>}
    </>
  );
}

/** For whom; of whoever has a task, the way to all they have to do. */
function Whom({ deed: { do: what, people, others } }: { deed: Deed }) {
  const t = useRunWords();
  if (people.length + others === 0) return null;
  return (
    <>
      {" → "}
      {people.map(({ id, name }, i) => (
        <span key={id}>
          {i === 0 ? "" : t.comma}
          {what === "task" ? <Link to={`/day?person=${id}`}>{name}</Link> : name}
        </span>
      ))}
      {others === 0 ? null : `${people.length === 0 ? "" : t.comma}${t.others(others)}`}
    </>
  );
}

/** Why nothing, or not all, was done, and where one goes on. */
function Trouble({ run }: { run: Run }) {
  const t = useRunWords();
  const lang = useLang();
  if (run.code === "") return null;
  const most = run.facts["most"];
  const { what, how } = cause(run.code, run.facts, lang);
  return (
    <p className="run-trouble">
      {run.state === "held" && typeof most === "number" ? t.held(String(most)) : what}{" "}
      {run.state === "dropped" ? null : <Further how={how} />}
      <Since run={run} />
    </p>
  );
}

function Further({ how }: { how: string }) {
  const t = useRunWords();
  const rule = useAddress().path.split("/")[2] ?? "";
  return (
    <>
      <span className="muted">{how}</span> <Link to={`/rescue?rule=${rule}`}>{t.rescue}</Link>
    </>
  );
}

/** How often it was tried, when it is again, and who has decided. */
function Since({ run }: { run: Run }) {
  const t = useRunWords();
  const lang = useLang();
  const said = [
    run.tries > 1 ? t.tries(run.tries) : "",
    run.again_at === null ? "" : t.again(stamp(run.again_at, lang)),
    run.settled_by === "" ? "" : t.settled(run.settled_by),
  ].filter(Boolean);
  return said.length === 0 ? null : <small className="muted"> {said.join(" · ")}</small>;
}

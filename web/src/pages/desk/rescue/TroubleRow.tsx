import type { Trouble } from "@/features/rescue/api";
import { cause } from "@/features/rescue/causes";
import { useRescueWords } from "@/features/rescue/words";
import { useRunWords } from "@/features/runs/words";
import { useLang } from "@/lib/i18n";
import { Link, useAddress } from "@/lib/router";
import { stamp } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { Status } from "@/ui/Status";

interface Props {
  trouble: Trouble;
  chosen: boolean;
  busy: boolean;
  onChoose: (chosen: boolean) => void;
  onAgain: () => void;
  onDrop: () => void;
}

/** One thing in trouble: what it is, why, what to do, and the acts. */
export function TroubleRow(props: Props) {
  const t = useRescueWords();
  const lang = useLang();
  const { trouble } = props;
  const { what, how } = cause(trouble.code, trouble.facts, lang);
  const states: Readonly<Record<string, string>> = t.states;
  return (
    <li>
      <span className="rescue-mark">
        {trouble.acts.length === 0 ? null : (
          <input
            type="checkbox"
            aria-label={t.choose(trouble.what)}
            checked={props.chosen}
            onChange={(event) => {
              props.onChoose(event.target.checked);
            }}
          />
        )}
      </span>
      <div>
        <p className="rescue-head">
          <b>{trouble.what}</b>
          <Status tone={trouble.state === "held" ? "warn" : "bad"}>{states[trouble.state] ?? trouble.state}</Status>
          <About trouble={trouble} />
        </p>
        <p>
          {what} <span className="muted">{how}</span>
        </p>
        <Small trouble={trouble} />
      </div>
      <Acts {...props} />
    </li>
  );
}

/** When it was, how often it was tried, and the way to all of the same rule. */
function Small({ trouble }: { trouble: Trouble }) {
  const t = useRescueWords();
  const lang = useLang();
  const runs = useRunWords();
  const rule = useAddress().search.get("rule") ?? "";
  const again = trouble.again_at ?? null;
  const small = [
    trouble.at === null ? "" : stamp(trouble.at, lang),
    trouble.tries > 0 ? t.tries(trouble.tries) : "",
    again === null ? "" : t.byItself(stamp(again, lang)),
  ].filter(Boolean);
  return (
    <p className="muted">
      <small>{small.join(" · ")}</small>{" "}
      {["", rule].includes(trouble.rule) ? null : (
        <Link to={`/rescue?rule=${trouble.rule}`}>
          <small>{t.ofRule}</small>
        </Link>
      )}{" "}
      {trouble.rule === "" ? null : (
        <Link to={`/rules/${trouble.rule}/runs`}>
          <small>{runs.open}</small>
        </Link>
      )}
    </p>
  );
}

function Acts({ trouble, busy, onAgain, onDrop }: Props) {
  const t = useRescueWords();
  return (
    <span className="rescue-acts">
      {trouble.acts.includes("again") ? (
        <Button size="small" disabled={busy} onClick={onAgain} label={`${t.again} ${trouble.what}`}>
          {t.again}
        </Button>
      ) : null}
      {trouble.acts.includes("drop") ? (
        <Button size="small" look="quiet" disabled={busy} onClick={onDrop} label={`${t.drop} ${trouble.what}`}>
          {t.drop}
        </Button>
      ) : null}
      {trouble.kind === "owner" ? <Link to={`/handover/${trouble.id}`}>{t.handOver}</Link> : null}
      {trouble.kind === "stage" ? <Link to="/design/journeys">{t.transfers}</Link> : null}
    </span>
  );
}

function About({ trouble }: { trouble: Trouble }) {
  const t = useRescueWords();
  const [object, record] = [trouble.object ?? "", trouble.record_id ?? 0];
  if (object === "") return <span className="muted">{t.kinds[trouble.kind]}</span>;
  if (trouble.title === "") return <span className="muted">{t.hiddenRecord}</span>;
  return <Link to={`/r/${object}/${record}`}>{trouble.title}</Link>;
}

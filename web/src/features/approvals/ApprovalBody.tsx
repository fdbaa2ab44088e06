import { approvalFileUrl, type Approval, type Seat, type Step } from "@/features/approvals/api";
import { useApprovalWords } from "@/features/approvals/words";
import { useLang } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { stamp } from "@/lib/time";
import { Glyph, Status, type Tone } from "@/ui/Status";
import "@/features/approvals/approvals.css";

const tones: Readonly<Record<Approval["state"], Tone>> = {
  waiting: "warn",
  returned: "bad",
  approved: "ok",
  rejected: "bad",
  withdrawn: "idle",
  lapsed: "bad",
};

interface Props {
  approval: Approval;
  /** On the record's own page its name needs no link. */
  here?: boolean;
}

/** What a card says of an approval: what is asked for, by whom, and by when. */
export function ApprovalBody({ approval, here = false }: Props) {
  return (
    <>
      <Head approval={approval} here={here} />
      <Asked approval={approval} />
      <Files approval={approval} />
    </>
  );
}

/** Who decides in which order, and what was done. */
export function ApprovalStory({ approval }: { approval: Approval }) {
  return (
    <>
      <Steps steps={approval.steps} />
      <History approval={approval} />
    </>
  );
}

function Head({ approval, here }: Required<Props>) {
  const t = useApprovalWords();
  const lang = useLang();
  const name = here ? approval.label : `${approval.label} · ${approval.title}`;
  const linked = approval.sees_record && !here;
  return (
    <header className="approval-head">
      <h3>{linked ? <Link to={`/r/${approval.object}/${approval.record_id}`}>{name}</Link> : name}</h3>
      <Status tone={tones[approval.state]}>{t.states[approval.state]}</Status>
      {approval.state === "waiting" ? <Due at={approval.due_at} /> : null}
      <p className="muted small">{t.askedBy(approval.asker.name, stamp(approval.asked_at, lang))}</p>
      {approval.reason === "" ? null : <p className="approval-reason">{approval.reason}</p>}
    </header>
  );
}

function Due({ at }: { at: string | null }) {
  const t = useApprovalWords();
  const lang = useLang();
  if (at === null) return null;
  const late = new Date(at) < new Date();
  return <Status tone={late ? "bad" : "idle"}>{late ? t.late : t.dueBy(stamp(at, lang))}</Status>;
}

function Asked({ approval }: { approval: Approval }) {
  const t = useApprovalWords();
  if (approval.fields.length === 0) return null;
  return (
    <dl className="approval-fields" aria-label={t.fields}>
      {approval.fields.map((field) => (
        <div key={field.key}>
          <dt>{field.label}</dt>
          <dd>
            {field.said === "" ? <span className="muted">{t.nothing}</span> : field.said}
            {field.now === null ? null : (
              <Status tone="warn">{t.nowIs(field.now === "" ? t.nothing : field.now)}</Status>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Files({ approval }: { approval: Approval }) {
  const t = useApprovalWords();
  if (approval.files.length === 0) return null;
  return (
    <ul className="approval-files" aria-label={t.files}>
      {approval.files.map((file) => (
        <li key={file.id}>
          <a href={approvalFileUrl(approval, file)} download={file.name}>
            {file.name}
          </a>
        </li>
      ))}
    </ul>
  );
}

const stepTones: Readonly<Record<Step["state"], Tone>> = { done: "ok", here: "warn", next: "idle", dropped: "idle" };
const seatTones: Readonly<Record<Seat["state"], Tone>> = {
  waiting: "warn",
  later: "idle",
  yes: "ok",
  no: "bad",
  back: "bad",
  over: "idle",
};

function Steps({ steps }: { steps: readonly Step[] }) {
  const t = useApprovalWords();
  if (steps.length === 0) return null;
  return (
    <ol className="approval-steps" aria-label={t.steps}>
      {steps.map((step) => (
        <li key={step.key} {...(step.state === "here" ? { "aria-current": "step" as const } : {})}>
          <div className="approval-step">
            <Glyph tone={stepTones[step.state]} label={t.stepStates[step.state]} />
            <b>{step.label}</b>
            {step.seats.length > 1 ? <small className="muted">{t.modes[step.mode]}</small> : null}
          </div>
          {step.seats.length === 0 ? null : (
            <ul>
              {step.seats.map((seat) => (
                <OneSeat key={`${seat.person.id} ${seat.since ?? ""}`} seat={seat} />
              ))}
            </ul>
          )}
        </li>
      ))}
    </ol>
  );
}

function OneSeat({ seat }: { seat: Seat }) {
  const t = useApprovalWords();
  const lang = useLang();
  const when = seat.answered_at ?? seat.since;
  const facts = [
    ...(seat.added ? [t.added] : []),
    ...(seat.why === "" ? [] : [seat.why]),
    ...(when === null ? [] : [stamp(when, lang)]),
  ];
  return (
    <li>
      <Status tone={seat.late ? "bad" : seatTones[seat.state]}>
        {`${seat.person.name} ${t.seats[seat.state]}${seat.late ? ` · ${t.lateHere}` : ""}`}
      </Status>
      <small className="muted">{facts.join(" · ")}</small>
    </li>
  );
}

function History({ approval }: { approval: Approval }) {
  const t = useApprovalWords();
  const lang = useLang();
  return (
    <details className="approval-history">
      <summary>{t.history(approval.acts.length)}</summary>
      <ol>
        {approval.acts.map((act, place) => (
          <li key={`${place} ${act.at}`}>
            <small className="muted">{stamp(act.at, lang)}</small> {act.by?.name ?? t.system} {act.words}
          </li>
        ))}
      </ol>
    </details>
  );
}

import { useId, useState } from "react";

import { useEstate, useHandOver, useShares, type Estate } from "@/features/handover/api";
import { Goods } from "@/features/handover/desk/Goods";
import { History } from "@/features/handover/desk/History";
import { Shares } from "@/features/handover/desk/Shares";
import { Sharing } from "@/features/handover/desk/Sharing";
import { nothing, planOf, put } from "@/features/handover/plan";
import { useHandoverWords } from "@/features/handover/words";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { perform } from "@/lib/perform";
import { Link } from "@/lib/router";
import { Button } from "@/ui/desk/Button";
import { Modal } from "@/ui/desk/Modal";
import { Card, PageHeader } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded, Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";
import "@/pages/desk/handover/handover.css";

/** One person's work: what goes along, to whom, with which note; done in one act. */
export function HandoverPage({ person }: { person: number }) {
  const t = useHandoverWords();
  const lang = useLang();
  const [choice, setChoice] = useState(nothing);
  const estate = useEstate(person, choice.how === "by_field" ? choice.by : "");
  return (
    <Loaded of={estate} rows={8}>
      {(found) => (
        <>
          <PageHeader title={t.of(found.person.name)} finding={t.waits(count(found.size, lang))}>
            <Link to="/handover">{t.back}</Link>
          </PageHeader>
          <div className="handover">
            {found.size === 0 ? (
              <section className="card">
                <EmptyState title={t.empty(found.person.name)} />
              </section>
            ) : (
              <>
                <Goods estate={found} />
                <Sharing estate={found} choice={choice} onChange={setChoice} />
                <Doing
                  estate={found}
                  plan={planOf(person, choice)}
                  onDone={() => {
                    setChoice(nothing);
                  }}
                />
              </>
            )}
            <History person={person} />
          </div>
        </>
      )}
    </Loaded>
  );
}

function Doing({ estate, plan, onDone }: { estate: Estate; plan: ReturnType<typeof planOf>; onDone: () => void }) {
  const t = useHandoverWords();
  const lang = useLang();
  const noteId = useId();
  const leavesId = useId();
  const [note, setNote] = useState("");
  const [notes, setNotes] = useState<Readonly<Record<string, string>>>({});
  const [leaves, setLeaves] = useState(false);
  const [asking, setAsking] = useState(false);
  const shares = useShares(plan);
  const handOver = useHandOver();
  const n = count(estate.size, lang);
  const act = () => {
    if (plan === null) return;
    perform(handOver, { ...plan, note, notes, leaves, seen: estate.size }, () => {
      toast(t.started);
      setAsking(false);
      onDone();
    });
  };
  return (
    <Card title={t.result}>
      {plan === null ? <p className="muted">{t.chooseFirst}</p> : <Shares shares={shares.data ?? []} />}
      <p className="handover-note">
        <label htmlFor={noteId}>{t.note}</label>
        <textarea
          id={noteId}
          className="native-box"
          rows={3}
          maxLength={2000}
          value={note}
          onChange={(event) => {
            setNote(event.target.value);
          }}
        />
        <small className="muted">{t.noteHint}</small>
      </p>
      <Single estate={estate} notes={notes} onChange={setNotes} />
      {estate.may_leave ? (
        <p className="check">
          <input
            id={leavesId}
            type="checkbox"
            checked={leaves}
            onChange={(event) => {
              setLeaves(event.target.checked);
            }}
          />{" "}
          <label htmlFor={leavesId}>{t.leaves}</label>
        </p>
      ) : null}
      <Button
        look="primary"
        disabled={plan === null}
        onClick={() => {
          setAsking(true);
        }}
      >
        {t.act(n)}
      </Button>
      <Problem error={shares.error ?? handOver.error} />
      {asking ? (
        <Modal
          open
          title={t.confirm(estate.person.name, n)}
          onClose={() => {
            setAsking(false);
          }}
          act={{ label: t.act(n), busy: handOver.isPending, onClick: act }}
        >
          <p>{t.confirmHint}</p>
          {leaves ? <p>{t.confirmLeaves}</p> : null}
          <Shares shares={shares.data ?? []} />
          <Problem error={handOver.error} />
        </Modal>
      ) : null}
    </Card>
  );
}

/** A note for single customers, in place of the one for all. */
function Single(props: {
  estate: Estate;
  notes: Readonly<Record<string, string>>;
  onChange: (notes: Readonly<Record<string, string>>) => void;
}) {
  const t = useHandoverWords();
  const named = props.estate.customers.filter((one) => one.label !== "");
  if (named.length === 0) return null;
  return (
    <details className="handover-note">
      <summary>{t.single}</summary>
      <div className="handover-rows">
        <table className="handover-table">
          <tbody>
            {named.map((one) => (
              <tr key={one.key}>
                <th scope="row">{one.label}</th>
                <td>
                  <input
                    className="native-box"
                    aria-label={t.noteOf(one.label)}
                    maxLength={2000}
                    value={props.notes[one.key] ?? ""}
                    onChange={(event) => {
                      const said = event.target.value;
                      props.onChange(put(props.notes, one.key, said === "" ? null : said));
                    }}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

import { useState } from "react";

import { isGoing, useHandovers, useTakeBack, type Handover } from "@/features/handover/api";
import { Shares } from "@/features/handover/desk/Shares";
import { useHandoverWords } from "@/features/handover/words";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { perform } from "@/lib/perform";
import { stamp } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { Modal } from "@/ui/desk/Modal";
import { Card } from "@/ui/desk/PageHeader";
import { Loaded, Problem } from "@/ui/desk/states";
import { Status } from "@/ui/Status";

/** What was handed over: how far it is, who got what, and the way back within a day. */
export function History({ person }: { person?: number }) {
  const t = useHandoverWords();
  const found = useHandovers(person);
  return (
    <Loaded of={found} rows={2}>
      {(done) =>
        person !== undefined && done.length === 0 ? null : (
          <Card title={t.recent}>
            {done.length === 0 ? <p className="muted">{t.none}</p> : null}
            <ul className="handover-list">
              {done.map((one) => (
                <Done key={one.id} one={one} />
              ))}
            </ul>
          </Card>
        )
      }
    </Loaded>
  );
}

function Done({ one }: { one: Handover }) {
  const t = useHandoverWords();
  const lang = useLang();
  const asides = [
    one.skipped > 0 ? t.skipped(count(one.skipped, lang)) : "",
    one.kept > 0 ? t.kept(count(one.kept, lang)) : "",
    one.note,
  ].filter(Boolean);
  return (
    <li>
      <div className="handover-line">
        <b>{one.person.name}</b>
        <State one={one} />
        {one.leaves ? <span className="muted">{t.leftToo}</span> : null}
        <span className="muted">{t.by(one.by, stamp(one.at, lang))}</span>
        {one.undo_until === null ? null : <TakeBack one={one} until={one.undo_until} />}
      </div>
      {asides.map((said) => (
        <p key={said}>{said}</p>
      ))}
      {one.shares.length === 0 ? null : <Shares shares={one.shares} />}
    </li>
  );
}

function State({ one }: { one: Handover }) {
  const t = useHandoverWords();
  const lang = useLang();
  const done = one.state === "undoing" || one.state === "undone" ? one.back + one.kept : one.moved + one.skipped;
  const tone = isGoing(one) ? "warn" : one.state === "done" ? "ok" : "idle";
  return (
    <>
      <Status tone={tone}>{t.states[one.state as keyof typeof t.states]}</Status>
      <span>{t.progress(count(done, lang), count(one.total, lang))}</span>
    </>
  );
}

function TakeBack({ one, until }: { one: Handover; until: string }) {
  const t = useHandoverWords();
  const lang = useLang();
  const takeBack = useTakeBack();
  const [asking, setAsking] = useState(false);
  const close = () => {
    setAsking(false);
  };
  return (
    <>
      <Button
        size="small"
        label={`${t.undo} ${one.person.name}`}
        onClick={() => {
          setAsking(true);
        }}
      >
        {t.undo}
      </Button>
      <small className="muted">{t.until(stamp(until, lang))}</small>
      <Modal
        open={asking}
        title={`${t.undo} · ${one.person.name}`}
        onClose={close}
        act={{
          label: t.undo,
          busy: takeBack.isPending,
          onClick: () => {
            perform(takeBack, one.id, close);
          },
        }}
      >
        <p>{t.undoHint}</p>
        <Problem error={takeBack.error} />
      </Modal>
    </>
  );
}

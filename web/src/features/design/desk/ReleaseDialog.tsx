import { useState } from "react";

import { usePlan, useRelease } from "@/features/design/api";
import { ChangeList } from "@/features/design/desk/ChangesView";
import { Faults, faultsOf } from "@/features/design/desk/Faults";
import { useEditor } from "@/features/design/editing";
import type { Effect, Fault, Plan } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { perform } from "@/lib/perform";
import { refused, Refusal } from "@/lib/refusal";
import { Link, navigate } from "@/lib/router";
import { Modal } from "@/ui/desk/Modal";
import { Loaded, Problem } from "@/ui/desk/states";
import { useKit } from "@/ui/kit";

/** What a release would do, and to whom; why, in a sentence; and the release itself. */
export function ReleaseDialog({ onClose }: { onClose: () => void }) {
  const t = useDesignWords();
  const { LongText } = useKit();
  const { draft, saving } = useEditor();
  const [note, setNote] = useState("");
  const release = useRelease(draft.id);
  const plan = usePlan(draft.id, draft.revision);
  const go = () => {
    perform(release, { revision: draft.revision, note: note.trim() }, ({ number }) => {
      navigate(`/design?released=${number}`, { replace: true });
    });
  };
  return (
    <Modal
      open
      title={t.releaseTitle}
      onClose={onClose}
      width={720}
      act={{ label: t.releaseDo, onClick: go, busy: release.isPending || saving }}
    >
      <Loaded of={plan} rows={4}>
        {(planned) => <Planned plan={planned} refusal={release.error} onGo={onClose} />}
      </Loaded>
      <div className="design-row">
        <label htmlFor="release-note">{t.noteLabel}</label>
        <LongText id="release-note" value={note} onChange={setNote} rows={2} />
      </div>
      {release.error === null ? null : <Problem error={release.error} />}
    </Modal>
  );
}

function Planned({ plan, refusal, onGo }: { plan: Plan; refusal: unknown; onGo: () => void }) {
  const t = useDesignWords();
  const { draft, body } = useEditor();
  const faults = faultsToSolve(plan, refusal);
  return (
    <div className="design-plan">
      {plan.behind ? <p className="design-wrong">{t.behindHint(draft.live_number)}</p> : null}
      {faults.length === 0 ? null : (
        <section>
          <h3>{t.toSolve}</h3>
          <Faults draft={draft.id} body={body} faults={faults} onGo={onGo} />
        </section>
      )}
      <section>
        <h3>{t.willChange}</h3>
        <ChangeList changes={plan.changes} none={t.nothingChanges} />
      </section>
      <section>
        <h3>{t.affects}</h3>
        {plan.effects.length === 0 ? <p className="muted">{t.affectsNobody}</p> : null}
        <ul className="design-lines">
          {plan.effects.map((effect, i) => (
            <li key={i}>
              <EffectLine effect={effect} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function faultsToSolve(plan: Plan, refusal: unknown): readonly Fault[] {
  return refusal instanceof Refusal && refused(refusal, "blueprint_faulty") ? faultsOf(refusal.facts) : plan.faults;
}

function EffectLine({ effect }: { effect: Effect }) {
  const t = useDesignWords();
  const lang = useLang();
  const more = effect.count - effect.journeys.length;
  return (
    <>
      {effect.words}
      {effect.journeys.length === 0 ? null : (
        <details>
          <summary>{t.journeysCount(count(effect.count, lang))}</summary>
          <ul className="design-journeys">
            {effect.journeys.map((one) => (
              <li key={one.id}>
                <Link to={`/r/${one.object}/${one.record_id}`}>{one.title}</Link>
              </li>
            ))}
            {more > 0 ? <li className="muted">{t.moreJourneys(count(more, lang))}</li> : null}
          </ul>
        </details>
      )}
    </>
  );
}

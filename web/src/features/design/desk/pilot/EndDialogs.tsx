import { useState } from "react";

import { Then } from "@/features/design/desk/pilot/Then";
import { changePilot, releasePilot, takeBackPilot, usePilotAct, type PilotWhole } from "@/features/design/pilots";
import { usePilotWords } from "@/features/design/words/pilots";
import { perform } from "@/lib/perform";
import { navigate } from "@/lib/router";
import { Modal } from "@/ui/desk/Modal";
import { Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";
import { useKit } from "@/ui/kit";

interface Props {
  pilot: PilotWhole;
  onClose: () => void;
}

/** Everybody shall work by it. */
export function ReleasePilot({ pilot, onClose }: Props) {
  const t = usePilotWords();
  const release = usePilotAct(() => releasePilot(pilot.id));
  const go = () => {
    perform(release, undefined, ({ number }) => {
      toast(t.released(number));
      navigate(`/design?released=${number}`);
    });
  };
  return (
    <Modal
      open
      title={t.releaseTitle(pilot.number)}
      onClose={onClose}
      act={{ label: t.releaseDo, onClick: go, busy: release.isPending }}
    >
      <p>{t.releaseIntro}</p>
      <p>{t.releaseHides}</p>
      <Problem error={release.error} />
    </Modal>
  );
}

/** Its teams shall work as before; what they have under way goes back or to its end. */
export function TakeBack({ pilot, onClose }: Props) {
  const t = usePilotWords();
  const { movable, count, stranded } = pilot.under_way;
  const [moveBack, setMoveBack] = useState(movable > 0);
  const act = usePilotAct((wanted: boolean) => takeBackPilot(pilot.id, wanted));
  const go = () => {
    perform(act, moveBack, ({ moved }) => {
      toast(t.tookBack(moved));
      onClose();
    });
  };
  return (
    <Modal
      open
      title={t.takeBackTitle(pilot.number)}
      onClose={onClose}
      act={{ label: t.takeBackDo, onClick: go, busy: act.isPending, danger: true }}
    >
      <p>{t.takeBackIntro(pilot.base_number)}</p>
      {count === 0 ? <p>{t.takeBackNone}</p> : null}
      {movable === 0 ? null : (
        <div className="pilot-check">
          <label>
            <input
              type="checkbox"
              checked={moveBack}
              onChange={({ target }) => {
                setMoveBack(target.checked);
              }}
            />
            {t.moveBack(movable)}
          </label>
        </div>
      )}
      {moveBack || count === 0 ? null : <p>{t.leave(count)}</p>}
      {moveBack || movable === 0
        ? stranded.map((one) => <p key={`${one.process} ${one.stage}`}>{t.stranded(one.stage, one.count)}</p>)
        : null}
      <Problem error={act.error} />
    </Modal>
  );
}

/** Another last day, or another end. */
export function ChangeEnd({ pilot, onClose }: Props) {
  const t = usePilotWords();
  const { Day } = useKit();
  const [day, setDay] = useState<string | null>(pilot.last_day);
  const [release, setRelease] = useState(pilot.then_release);
  const act = usePilotAct((last_day: string) => changePilot(pilot.id, { last_day, then_release: release }));
  const go = () => {
    if (day === null) return;
    perform(act, day, () => {
      toast(t.changed);
      onClose();
    });
  };
  return (
    <Modal
      open
      title={t.changeTitle}
      onClose={onClose}
      act={{ label: t.changeDo, onClick: go, busy: act.isPending, disabled: day === null }}
    >
      <div className="design-row pilot-form">
        <label htmlFor="pilot-until">{t.lastDay}</label>
        <Day id="pilot-until" value={day} onChange={setDay} />
      </div>
      <Then release={release} onChange={setRelease} />
      <Problem error={act.error} />
    </Modal>
  );
}

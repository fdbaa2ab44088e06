import { useRenew } from "@/features/design/api";
import { shown } from "@/features/design/desk/MeetDialog";
import { useEditor } from "@/features/design/editing";
import { called } from "@/features/design/places";
import { useDesignWords } from "@/features/design/words";
import { perform } from "@/lib/perform";
import { refused, type Refusal } from "@/lib/refusal";
import { Button } from "@/ui/desk/Button";
import { Modal } from "@/ui/desk/Modal";
import { Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";

type Keep = "mine" | "theirs";

/** Another version was released since the draft was begun: says so, and brings the draft up to it. */
export function RenewBar() {
  const t = useDesignWords();
  const { draft, saving } = useEditor();
  const renew = useRenew(draft.id);
  if (!draft.behind) return null;
  const live = draft.live_number;
  const go = (keep: Keep | null) => () => {
    perform(renew, { revision: draft.revision, keep }, () => {
      toast(t.renewed(live));
    });
  };
  const meets = refused(renew.error, "versions_meet") ? renew.error : null;
  return (
    <div className="design-behind">
      <span>{t.behind(live)}</span>
      <Button size="small" onClick={go(null)} busy={renew.isPending || saving}>
        {t.renew(live)}
      </Button>
      <Problem error={meets === null ? renew.error : null} />
      {meets === null ? null : (
        <Meetings
          refusal={meets}
          busy={renew.isPending}
          onKeep={(keep) => {
            go(keep)();
          }}
          onClose={() => {
            renew.reset();
          }}
        />
      )}
    </div>
  );
}

interface MeetingsProps {
  refusal: Refusal;
  busy: boolean;
  onKeep: (keep: Keep) => void;
  onClose: () => void;
}

/** All places that the draft and the released version have both changed, and whose shall stand. */
function Meetings({ refusal, busy, onKeep, onClose }: MeetingsProps) {
  const t = useDesignWords();
  const { body } = useEditor();
  const { meetings } = refusal.facts;
  const all = Array.isArray(meetings) ? (meetings as readonly { place: string; mine: unknown; theirs: unknown }[]) : [];
  return (
    <Modal open title={t.renewTitle} onClose={onClose} width={640}>
      <p>{t.renewIntro}</p>
      <ul className="design-lines">
        {all.map((one) => (
          <li key={one.place}>
            <b>{called(body, one.place, t.members) || one.place}</b>
            <dl className="design-meet">
              <dt>{t.renewMine}</dt>
              <dd>{shown(one.mine, t)}</dd>
              <dt>{t.renewTheirs}</dt>
              <dd>{shown(one.theirs, t)}</dd>
            </dl>
          </li>
        ))}
      </ul>
      <div className="bar">
        <Button
          look="primary"
          busy={busy}
          onClick={() => {
            onKeep("mine");
          }}
        >
          {t.keepMine}
        </Button>
        <Button
          busy={busy}
          onClick={() => {
            onKeep("theirs");
          }}
        >
          {t.keepTheirs}
        </Button>
      </div>
    </Modal>
  );
}

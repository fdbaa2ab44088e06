import { useProcessWords } from "@/features/process/words";
import { useSendLink } from "@/features/process/api";
import type { Confirmation, DeliverableDef } from "@/features/process/shapes";
import { useLang } from "@/lib/i18n";
import { stamp } from "@/lib/time";
import { useShared } from "@/lib/words/shared";
import { Button } from "@/ui/desk/Button";
import { Modal } from "@/ui/desk/Modal";
import { Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";

interface Props {
  journeyId: number;
  thing: DeliverableDef;
  sent: readonly Confirmation[];
  onClose: () => void;
}

/** Make the link by which the customer sees the file and confirms that it came; and what came of earlier links. */
export function SendDialog({ journeyId, thing, sent, onClose }: Props) {
  const t = useProcessWords();
  const lang = useLang();
  const link = useSendLink(journeyId);
  const before = sent.filter((one) => one.key === thing.key);
  return (
    <Modal open title={t.sendTitle} onClose={onClose}>
      <p>{t.sendIntro}</p>
      {link.data === undefined ? (
        <p className="send-act">
          <Button
            look="primary"
            busy={link.isPending}
            onClick={() => {
              link.mutate(thing.key);
            }}
          >
            {before.length > 0 ? t.sendAgain : t.sendAct}
          </Button>
        </p>
      ) : (
        <LinkBox url={link.data.url} expires={stamp(link.data.expires_at, lang)} />
      )}
      <Problem error={link.error} />
      <ul className="send-before">
        {before.map((one) => (
          <li key={one.id}>
            <ConfirmationSentence of={one} />
          </li>
        ))}
      </ul>
    </Modal>
  );
}

function LinkBox({ url, expires }: { url: string; expires: string }) {
  const t = useProcessWords();
  const shared = useShared();
  return (
    <div className="send-link">
      <input
        readOnly
        value={url}
        aria-label={t.sendTitle}
        onFocus={(event) => {
          event.target.select();
        }}
      />
      <Button
        look="primary"
        onClick={() => {
          void navigator.clipboard.writeText(url).then(() => {
            toast(shared.copied);
          });
        }}
      >
        {shared.copy}
      </Button>
      <small className="muted">{t.expires(expires)}</small>
    </div>
  );
}

/** What came of a link: sent, opened, confirmed or declined, each with its time. */
export function ConfirmationSentence({ of: one }: { of: Confirmation }) {
  const t = useProcessWords();
  const lang = useLang();
  const parts = [t.sent(stamp(one.sent_at, lang))];
  if (one.answer === null) parts.push(one.viewed_at === null ? t.notViewed : t.viewed(stamp(one.viewed_at, lang)));
  else {
    const said = one.answer === "confirmed" ? t.confirmed : t.declined;
    parts.push(said(one.answered_name ?? "", stamp(one.answered_at ?? one.sent_at, lang)));
    if (one.answer_reason) parts.push(one.answer_reason);
  }
  return <span className="muted">{parts.join(" · ")}</span>;
}

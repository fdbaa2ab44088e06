import { useSendLink } from "@/features/process/api";
import { usePhoneProcessWords } from "@/features/process/phone/words";
import type { Confirmation, DeliverableDef, Journey } from "@/features/process/shapes";
import { useProcessWords } from "@/features/process/words";
import { useLang } from "@/lib/i18n";
import { stamp } from "@/lib/time";
import { useShared } from "@/lib/words/shared";
import { Button } from "@/ui/phone/Button";
import { QrCode } from "@/ui/phone/QrCode";
import { Problem } from "@/ui/phone/states";
import { toast } from "@/ui/phone/toast";
import { Status } from "@/ui/Status";

/** Make the link by which the customer confirms; copy it, share it, or let it be scanned; and what came of earlier ones. */
export function SendBox({ journey, thing }: { journey: Journey; thing: DeliverableDef }) {
  const t = usePhoneProcessWords();
  const words = useProcessWords();
  const link = useSendLink(journey.id);
  const before = journey.confirmations.filter((one) => one.key === thing.key).reverse();
  return (
    <div className="way">
      <p className="muted">{words.sendIntro}</p>
      {link.data === undefined ? (
        <Button
          look="primary"
          icon="send"
          wide
          busy={link.isPending}
          onClick={() => {
            link.mutate(thing.key);
          }}
        >
          {before.length > 0 ? words.sendAgain : words.sendAct}
        </Button>
      ) : (
        <LinkBox url={link.data.url} expires={link.data.expires_at} title={thing.label} />
      )}
      <Problem error={link.error} />
      {before.length === 0 ? null : (
        <ul className="handed" aria-label={t.progress}>
          {before.map((one) => (
            <li key={one.id}>
              <Told of={one} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function LinkBox({ url, expires, title }: { url: string; expires: string; title: string }) {
  const t = usePhoneProcessWords();
  const words = useProcessWords();
  const shared = useShared();
  const lang = useLang();
  const copy = () => {
    void navigator.clipboard.writeText(url).then(() => {
      toast(shared.copied);
    });
  };
  const canShare = "share" in navigator;
  return (
    <>
      <span className="link-box" role="group" aria-label={t.linkLabel}>
        {url}
      </span>
      <div className="bar">
        {canShare ? (
          <Button
            look="primary"
            icon="share"
            onClick={() => {
              // Closing the phone's own sheet without sharing is no fault.
              navigator.share({ title, url }).catch(() => undefined);
            }}
          >
            {t.share}
          </Button>
        ) : null}
        <Button look={canShare ? "plain" : "primary"} icon="copy" onClick={copy}>
          {shared.copy}
        </Button>
      </div>
      <QrCode text={url} label={t.qr} />
      <p className="muted small">
        {t.qr}。{words.expires(stamp(expires, lang))}
      </p>
    </>
  );
}

/** What came of a link: sent, opened, confirmed or declined, each with its time. */
function Told({ of: one }: { of: Confirmation }) {
  const words = useProcessWords();
  const lang = useLang();
  if (one.answer !== null) return <Answered of={one} />;
  const { viewed_at: viewed } = one;
  return (
    <>
      <Status tone={viewed === null ? "idle" : "warn"}>
        {viewed === null ? words.notViewed : words.viewed(stamp(viewed, lang))}
      </Status>
      <p className="handed-by">{words.sent(stamp(one.sent_at, lang))}</p>
    </>
  );
}

function Answered({ of: one }: { of: Confirmation }) {
  const words = useProcessWords();
  const lang = useLang();
  const confirmed = one.answer === "confirmed";
  const said = confirmed ? words.confirmed : words.declined;
  const reason = one.answer_reason ?? "";
  return (
    <>
      <Status tone={confirmed ? "ok" : "bad"}>
        {said(one.answered_name ?? "", stamp(one.answered_at ?? one.sent_at, lang))}
      </Status>
      {reason === "" ? null : <blockquote>{reason}</blockquote>}
    </>
  );
}

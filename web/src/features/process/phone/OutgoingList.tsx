import { again, letGo, useOutgoing, type Outgoing } from "@/features/process/phone/outgoing";
import { usePhoneProcessWords } from "@/features/process/phone/words";
import { useLang } from "@/lib/i18n";
import { sentence } from "@/lib/sentence";
import { Button } from "@/ui/phone/Button";

/** Files that the server does not have yet: how far they are, or what keeps them here. */
export function OutgoingList({ journeyId }: { journeyId?: number }) {
  const parcels = useOutgoing(journeyId);
  if (parcels.length === 0) return null;
  return (
    <ul className="outgoing" aria-live="polite">
      {parcels.map((parcel) => (
        <li key={parcel.id} className={`outgoing-${parcel.state}`}>
          {parcel.state === "sending" ? <Sending parcel={parcel} /> : <Kept parcel={parcel} />}
        </li>
      ))}
    </ul>
  );
}

function Sending({ parcel }: { parcel: Outgoing }) {
  const t = usePhoneProcessWords();
  const said = t.sending(Math.round(parcel.share * 100));
  return (
    <>
      <b>{parcel.label}</b> {said}
      <progress max={1} value={parcel.share} aria-label={parcel.label} />
    </>
  );
}

function Kept({ parcel }: { parcel: Outgoing }) {
  const t = usePhoneProcessWords();
  const lang = useLang();
  return (
    <>
      <b>{parcel.label}</b> {parcel.state === "waiting" ? t.offline : t.refusedFile}
      {parcel.state === "refused" ? <p>{sentence(parcel.error, lang).what}</p> : null}
      <div className="bar">
        <Button
          onClick={() => {
            again(parcel.id);
          }}
        >
          {t.tryAgain}
        </Button>
        <Button
          look="quiet"
          onClick={() => {
            letGo(parcel.id);
          }}
        >
          {t.throwAway}
        </Button>
      </div>
    </>
  );
}

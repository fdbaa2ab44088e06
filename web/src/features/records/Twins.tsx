import type { ObjectDef } from "@/features/objects/api";
import { useAskToShare, type Twin, type Twins as Found } from "@/features/records/sharing";
import { useSharingWords } from "@/features/records/sharingWords";
import { perform } from "@/lib/perform";
import { useActing } from "@/ui/acting";
import { Problem } from "@/ui/Problem";

interface Props {
  object: ObjectDef;
  like: Parameters<typeof useAskToShare>[1];
  twins: Found | undefined;
  /** How many are told of. */
  most: number;
  /** What is said when there is none. */
  none?: string;
}

/** What may be there already: whose it is and since when, and the way to work on it together. */
export function Twins({ object, like, twins, most, none }: Props) {
  const t = useSharingWords();
  const { toast } = useActing();
  const ask = useAskToShare(object.key, like);
  if (twins === undefined) return null;
  const told = twins.items.slice(0, most);
  return (
    <>
      {twins.doubtful_code ? (
        <p className="twins" role="status">
          {t.doubtfulCode}
        </p>
      ) : null}
      {told.length === 0 ? (
        none === undefined ? null : (
          <p className="twins-none" role="status">
            {none}
          </p>
        )
      ) : (
        <div className="twins" role="status">
          <b>{t.twinsTitle}</b>
          <ul>
            {told.map((twin, place) => (
              <li key={place}>
                <span>{t.twin(t.alike[twin.alike], twin.owner.name, twin.last_contact ?? "")}</span>
                <Together
                  object={object.key}
                  twin={twin}
                  busy={ask.isPending}
                  onAsk={() => {
                    perform(ask, { place, owner: twin.owner.name }, () => {
                      toast(t.askSaid(twin.owner.name));
                    });
                  }}
                />
              </li>
            ))}
          </ul>
          <p>{t.stillCreate}</p>
        </div>
      )}
      <Problem error={ask.error} />
    </>
  );
}

interface TogetherProps {
  object: string;
  twin: Twin;
  busy: boolean;
  onAsk: () => void;
}

/** To the record where one sees it; else how asking for it stands. */
function Together({ object, twin, busy, onAsk }: TogetherProps) {
  const t = useSharingWords();
  const { Act, Way } = useActing();
  if (twin.record_id !== null) return <Way to={`/r/${object}/${twin.record_id}`}>{t.open}</Way>;
  if (twin.asked === "asked") return <b>{t.asked}</b>;
  if (!twin.askable) return null;
  return (
    <>
      {twin.asked === "declined" ? <b>{t.declined}</b> : null}
      <Act busy={busy} label={`${t.ask} ${twin.owner.name}`} onClick={onAsk}>
        {t.ask}
      </Act>
    </>
  );
}

import type { RecordItem } from "@/features/records/api";
import { useAnswerShare, useEndShare, useShares, type Share } from "@/features/records/sharing";
import { useSharingWords } from "@/features/records/sharingWords";
import { perform } from "@/lib/perform";
import { useActing } from "@/ui/acting";
import { Problem } from "@/ui/Problem";

/** The two answers to somebody who asks to work on a record too. */
export function ShareAnswers({ id, to }: { id: number; to?: string }) {
  const t = useSharingWords();
  const { Act, Way, toast } = useActing();
  const answer = useAnswerShare();
  const give = (yes: boolean) => () => {
    perform(answer, { id, yes }, () => {
      toast(yes ? t.yesSaid : t.noSaid);
    });
  };
  return (
    <>
      <Act look="primary" busy={answer.isPending} onClick={give(true)}>
        {t.yes}
      </Act>
      <Act busy={answer.isPending} onClick={give(false)}>
        {t.no}
      </Act>
      {to === undefined ? null : <Way to={to}>{t.open}</Way>}
      <Problem error={answer.error} />
    </>
  );
}

/** Who works on this record besides its owner, and who asks to. */
export function Together({ record }: { record: RecordItem }) {
  const shares = useShares(record.object, record.id).data ?? [];
  return shares.map((share) => <One key={share.id} share={share} />);
}

function One({ share }: { share: Share }) {
  const t = useSharingWords();
  const { Act, toast } = useActing();
  const end = useEndShare();
  const name = share.person.name ?? "";
  return (
    <p className="together">
      <span>{share.state === "asked" ? t.asks(name) : `${t.together} ${name}`}</span>
      {share.can_answer ? <ShareAnswers id={share.id} /> : null}
      {share.can_end ? (
        <Act
          look="quiet"

          busy={end.isPending}
          onClick={() => {
            perform(end, share.id, () => {
              toast(t.endSaid);
            });
          }}
        >
          {t.end}
        </Act>
      ) : null}
      <Problem error={end.error} />
    </p>
  );
}

import { useState, type ReactNode } from "react";

import { fileUrl } from "@/features/objects/api";
import { useReview } from "@/features/process/api";
import { FilePreview } from "@/features/process/desk/FilePreview";
import { ReasonDialog } from "@/features/process/desk/ReasonDialog";
import { ConfirmationSentence } from "@/features/process/desk/SendDialog";
import type { Confirmation, FileRef, HandedIn } from "@/features/process/shapes";
import { useProcessWords } from "@/features/process/words";
import { useLang } from "@/lib/i18n";
import { stamp } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { Problem } from "@/ui/desk/states";
import { Status, type Tone } from "@/ui/Status";
import "@/features/process/process.css";

const tones: Readonly<Record<HandedIn["status"], Tone>> = { accepted: "ok", waiting: "warn", rejected: "bad" };

interface Props {
  handedIn: readonly HandedIn[];
  confirmations: readonly Confirmation[];
  /** How the answers of a form are shown: the fields belong to the record's object. */
  showAnswers: (answers: Readonly<Record<string, unknown>>) => ReactNode;
}

/** What was handed in, newest first: what it is, who brought it, and what was said of it. */
export function DeliverableList({ handedIn, confirmations, showAnswers }: Props) {
  const t = useProcessWords();
  const [looked, setLooked] = useState<FileRef | null>(null);
  if (handedIn.length === 0 && confirmations.length === 0) return <p className="muted">{t.noDeliverables}</p>;
  return (
    <>
      <ul className="handed">
        {[...handedIn].reverse().map((one) => (
          <li key={one.id}>
            <Head one={one} />
            <Content one={one} onLook={setLooked} showAnswers={showAnswers} />
            {one.can_review ? <Review one={one} /> : null}
          </li>
        ))}
        {confirmations
          .filter((one) => one.answer === null)
          .map((one) => (
            <li key={`c${one.id}`}>
              <ConfirmationSentence of={one} />
            </li>
          ))}
      </ul>
      <FilePreview
        file={looked}
        onClose={() => {
          setLooked(null);
        }}
      />
    </>
  );
}

function Head({ one }: { one: HandedIn }) {
  const t = useProcessWords();
  const lang = useLang();
  const facts = [
    t.by(one.by.name, stamp(one.at, lang)),
    ...(one.late ? [t.late] : []),
    ...(one.reviewed_by === null ? [] : [t.reviewedBy(one.reviewed_by.name)]),
  ];
  return (
    <div className="handed-head">
      <b>{one.label}</b>
      <Status tone={tones[one.status]}>{t.status[one.status]}</Status>
      <small className="muted">{facts.join(" · ")}</small>
      {one.review_reason === null ? null : <p className="handed-reason">{one.review_reason}</p>}
    </div>
  );
}

function Content({
  one,
  onLook,
  showAnswers,
}: { one: HandedIn; onLook: (file: FileRef) => void } & Pick<Props, "showAnswers">) {
  const { file, text, answers } = one;
  return (
    <>
      {text === null ? null : <p className="handed-text">{text}</p>}
      {answers === null ? null : showAnswers(answers)}
      {file === null ? null : (
        <button
          type="button"
          className="handed-file"
          onClick={() => {
            onLook(file);
          }}
        >
          {file.type.startsWith("image/") ? (
            <img src={fileUrl(file.id, { size: 160 })} alt="" width={48} height={48} />
          ) : null}
          {file.name}
        </button>
      )}
    </>
  );
}

/** Accept, or send back with a reason. */
export function Review({ one }: { one: Pick<HandedIn, "id" | "label"> }) {
  const t = useProcessWords();
  const review = useReview();
  const [asking, setAsking] = useState(false);
  return (
    <div className="handed-review">
      <Button
        look="primary"
        size="small"
        busy={review.isPending && !asking}
        onClick={() => {
          review.mutate({ id: one.id });
        }}
      >
        {t.accept}
      </Button>
      <Button
        size="small"
        onClick={() => {
          setAsking(true);
        }}
      >
        {t.reject}
      </Button>
      {asking ? (
        <ReasonDialog
          title={t.rejectTitle(one.label)}
          act={t.reject}
          busy={review.isPending}
          error={review.error}
          onDo={(reason) => {
            review.mutate(
              { id: one.id, reason },
              {
                onSuccess: () => {
                  setAsking(false);
                },
              },
            );
          }}
          onClose={() => {
            setAsking(false);
          }}
        />
      ) : (
        <Problem error={review.error} />
      )}
    </div>
  );
}

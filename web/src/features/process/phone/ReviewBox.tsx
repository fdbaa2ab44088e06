import { useId, useState } from "react";

import { useReview } from "@/features/process/api";
import { usePhoneProcessWords } from "@/features/process/phone/words";
import { useProcessWords } from "@/features/process/words";
import { perform } from "@/lib/perform";
import { useKit } from "@/ui/kit";
import { Button } from "@/ui/phone/Button";
import { Problem } from "@/ui/phone/states";
import { toast } from "@/ui/phone/toast";

/** Accept what was handed in, or send it back with a reason. */
export function ReviewBox({ id }: { id: number }) {
  const t = usePhoneProcessWords();
  const words = useProcessWords();
  const { LongText } = useKit();
  const field = useId();
  const review = useReview();
  const [reason, setReason] = useState<string | null>(null);
  const [early, setEarly] = useState(false);
  const done = (status: "accepted" | "rejected") => () => {
    toast(words.status[status]);
  };
  const reject = () => {
    if (reason === null) setReason("");
    else if (reason.trim() === "") setEarly(true);
    else perform(review, { id, reason: reason.trim() }, done("rejected"));
  };
  return (
    <div className="review-box">
      {reason === null ? null : (
        <>
          <label htmlFor={field}>{words.reasonNeeded}</label>
          <LongText id={field} rows={2} value={reason} onChange={setReason} invalid={early && reason.trim() === ""} />
          {early && reason.trim() === "" ? <p role="alert">{t.reasonFirst}</p> : null}
        </>
      )}
      <Problem error={review.error} />
      <div className="bar">
        {reason === null ? (
          <Button
            look="primary"
            icon="check"
            busy={review.isPending}
            onClick={() => {
              perform(review, { id }, done("accepted"));
            }}
          >
            {words.accept}
          </Button>
        ) : null}
        <Button look={reason === null ? "plain" : "danger"} busy={review.isPending} onClick={reject}>
          {words.reject}
        </Button>
      </div>
    </div>
  );
}

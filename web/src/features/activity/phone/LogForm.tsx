import { useId, useState } from "react";

import { useActivityKinds, useLog } from "@/features/activity/api";
import { KindGuide } from "@/features/activity/KindGuide";
import { dayOf, morningOf, type NextChoice } from "@/features/activity/phone/next-contact";
import { usePhoneActivityWords } from "@/features/activity/phone/words";
import { useActivityWords } from "@/features/activity/words";
import { useDraft } from "@/lib/draft";
import { Unreachable } from "@/lib/refusal";
import { useKit } from "@/ui/kit";
import { Button } from "@/ui/phone/Button";
import { Chips } from "@/ui/phone/Chips";
import { Problem } from "@/ui/phone/states";
import { toast } from "@/ui/phone/toast";

interface Props {
  object: string;
  id: number;
  /** The kinds that count here; all of them when empty. */
  kinds?: readonly string[];
  onDone: () => void;
}

/** Write down a contact: how, what was said, when next. What is written stays until it is saved. */
export function LogForm({ object, id, kinds: wanted = [], onDone }: Props) {
  const t = useActivityWords();
  const words = usePhoneActivityWords();
  const offered = useOffered(wanted);
  const log = useLog(object, id);
  const [chosen, setChosen] = useState<string | null>(null);
  const [summary, setSummary, drop] = useDraft(`log.${object}.${id}`, "");
  const [next, setNext] = useState<{ choice: NextChoice; picked: string | null }>({ choice: "none", picked: null });
  const [early, setEarly] = useState(false);
  const kind = chosen ?? offered[0]?.key;

  const save = () => {
    if (summary.trim() === "" || kind === undefined) {
      setEarly(true);
      return;
    }
    const day = dayOf(next.choice, next.picked, new Date());
    log.mutate(
      { kind, summary: summary.trim(), ...(day === null ? {} : { next_at: morningOf(day) }) },
      {
        onSuccess: () => {
          drop();
          toast(t.saved);
          onDone();
        },
      },
    );
  };

  return (
    <div className="file-box">
      <Chips
        label={t.kind}
        quiet
        options={offered.map((one) => ({ value: one.key, label: one.label }))}
        value={kind ?? null}
        onChange={setChosen}
      />
      <KindGuide kind={offered.find((one) => one.key === kind)} />
      <Summary value={summary} onChange={setSummary} unsaid={early && summary.trim() === ""} />
      <NextContact value={next} onChange={setNext} />
      <NotSaved error={log.error} />
      <Button look="primary" wide busy={log.isPending} onClick={save}>
        {words.saveIt}
      </Button>
    </div>
  );
}

/** Without a network nothing is lost: what was written stays in the phone. */
function NotSaved({ error }: { error: unknown }) {
  const words = usePhoneActivityWords();
  return error instanceof Unreachable ? <p role="alert">{words.offline}</p> : <Problem error={error} />;
}

interface SummaryProps {
  value: string;
  onChange: (value: string) => void;
  unsaid: boolean;
}

function Summary({ value, onChange, unsaid }: SummaryProps) {
  const t = useActivityWords();
  const words = usePhoneActivityWords();
  const { LongText } = useKit();
  const id = useId();
  const noted = unsaid ? { describedBy: `${id}-problem` } : {};
  return (
    <div className="field">
      <label htmlFor={id}>{t.summary}</label>
      <LongText id={id} rows={4} value={value} onChange={onChange} invalid={unsaid} {...noted} />
      {unsaid ? (
        <p className="field-problem" id={`${id}-problem`} role="alert">
          {words.sayFirst}
        </p>
      ) : null}
    </div>
  );
}

function useOffered(wanted: readonly string[]) {
  const kinds = useActivityKinds().data ?? [];
  const fitting = kinds.filter((one) => wanted.includes(one.key));
  return fitting.length > 0 ? fitting : kinds;
}

interface Next {
  choice: NextChoice;
  picked: string | null;
}

function NextContact({ value, onChange }: { value: Next; onChange: (next: Next) => void }) {
  const t = useActivityWords();
  const words = usePhoneActivityWords();
  const { Day } = useKit();
  const id = useId();
  return (
    <>
      <Chips
        label={t.next}
        options={[
          { value: "tomorrow", label: words.tomorrow },
          { value: "three", label: words.inThree },
          { value: "monday", label: words.monday },
          { value: "other", label: words.otherDay },
          { value: "none", label: words.noDate },
        ]}
        value={value.choice}
        onChange={(choice) => {
          onChange({ ...value, choice: choice as NextChoice });
        }}
      />
      {value.choice === "other" ? (
        <div className="field">
          <label htmlFor={id}>{words.day}</label>
          <Day
            id={id}
            value={value.picked}
            onChange={(picked) => {
              onChange({ ...value, picked });
            }}
          />
        </div>
      ) : null}
    </>
  );
}

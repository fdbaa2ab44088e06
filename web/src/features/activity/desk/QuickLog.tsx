import { useId, useState } from "react";

import { useActivityKinds, useLog } from "@/features/activity/api";
import { KindGuide } from "@/features/activity/KindGuide";
import { useActivityWords } from "@/features/activity/words";
import { useKit } from "@/ui/kit";
import { Button } from "@/ui/desk/Button";
import { Chips } from "@/ui/desk/choosers";
import { Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";
import "@/features/activity/desk/activity.css";

/** Write down a contact in the time it takes to hang up: how, what was said, when next. */
export function QuickLog({
  object,
  id,
  kinds: wanted = [],
  onDone,
}: {
  object: string;
  id: number;
  kinds?: readonly string[];
  onDone?: () => void;
}) {
  const t = useActivityWords();
  const { LongText, Day } = useKit();
  const field = useId();
  const kinds = useActivityKinds().data ?? [];
  const log = useLog(object, id);
  const [chosen, setChosen] = useState<string | null>(null);
  const [summary, setSummary] = useState("");
  const [next, setNext] = useState<string | null>(null);
  const kind = chosen ?? kinds.find((one) => wanted.includes(one.key))?.key ?? kinds[0]?.key;
  const save = () => {
    if (kind === undefined) return;
    const next_at = next === null ? {} : { next_at: new Date(`${next}T09:00:00`).toISOString() };
    log.mutate(
      { kind, summary: summary.trim(), ...next_at },
      {
        onSuccess: () => {
          toast(t.saved);
          setSummary("");
          setNext(null);
          onDone?.();
        },
      },
    );
  };
  return (
    <form
      id="log"
      className="quick-log"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Chips
        label={t.kind}
        value={kind ?? ""}
        onChange={setChosen}
        options={kinds.map((one) => ({ value: one.key, label: one.label }))}
      />
      <label className="vh" htmlFor={field}>
        {t.summary}
      </label>
      <LongText id={field} value={summary} onChange={setSummary} rows={2} placeholder={t.summary} />
      <KindGuide kind={kinds.find((one) => one.key === kind)} />
      <div className="quick-log-foot">
        <label htmlFor={`${field}-next`}>{t.next}</label>
        <Day id={`${field}-next`} value={next} onChange={setNext} />
        <Button look="primary" submit busy={log.isPending} disabled={summary.trim() === ""}>
          {t.save}
        </Button>
      </div>
      <Problem error={log.error} />
    </form>
  );
}

import { usePilotWords } from "@/features/design/words/pilots";
import { useKit } from "@/ui/kit";

/** The moment at which a draft is released by itself. */
export function SwitchForm({ at, onChange }: { at: string | null; onChange: (at: string | null) => void }) {
  const t = usePilotWords();
  const { Moment } = useKit();
  return (
    <div className="design-row pilot-form">
      <label htmlFor="switch-at">{t.atMoment}</label>
      <Moment id="switch-at" value={at} onChange={onChange} />
      <p className="muted">
        {t.firstWorkday} {t.locked}
      </p>
    </div>
  );
}

import { useEditor } from "@/features/design/editing";
import { useCallOff } from "@/features/design/pilots";
import { usePilotWords } from "@/features/design/words/pilots";
import { useLang } from "@/lib/i18n";
import { perform } from "@/lib/perform";
import { stamp } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";

/** The draft waits to be released at a moment and is locked: says so, and calls it off. */
export function SwitchBar() {
  const t = usePilotWords();
  const lang = useLang();
  const { draft } = useEditor();
  const callOff = useCallOff(draft.id);
  if (draft.switch_at === null) return null;
  return (
    <div className="design-behind">
      <span>{t.switchBar(stamp(draft.switch_at, lang), draft.switch_by)}</span>
      <Button
        size="small"
        busy={callOff.isPending}
        onClick={() => {
          perform(callOff, undefined, () => {
            toast(t.calledOff);
          });
        }}
      >
        {t.callOff}
      </Button>
      <Problem error={callOff.error} />
    </div>
  );
}

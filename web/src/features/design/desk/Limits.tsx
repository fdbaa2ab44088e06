import { LoadLine } from "@/features/design/desk/alerts/LoadTable";
import { LimitBox } from "@/features/design/desk/boxes";
import { useEditor } from "@/features/design/editing";
import type { Process, Stage } from "@/features/design/shapes";
import { limitStage, stagePlace } from "@/features/design/steps";
import { useDesignWords } from "@/features/design/words";

/** How long a stage may last, when it warns and escalates, and what such limits cost people in alerts now. */
export function Limits({ process, stage }: { process: Process; stage: Stage }) {
  const t = useDesignWords();
  const { change, draft } = useEditor();
  const set = (name: string, value: string | null) => {
    change([{ do: "set", place: [...stagePlace(process, stage), name], value }]);
  };
  const unlimited = stage.limit === undefined || stage.limit === null;
  const hint = unlimited ? { hint: t.needsLimit } : {};
  return (
    <>
      <LimitBox
        label={t.limit}
        hint={t.limitHint}
        value={stage.limit}
        onKeep={(limit) => {
          change(limitStage(process, stage, limit));
        }}
      />
      <div className="design-two">
        <LimitBox
          label={t.warnBefore}
          value={stage.warn_before}
          disabled={unlimited}
          {...hint}
          onKeep={(text) => {
            set("warn_before", text);
          }}
        />
        <LimitBox
          label={t.escalateAfter}
          value={stage.escalate_after}
          disabled={unlimited}
          {...hint}
          onKeep={(text) => {
            set("escalate_after", text);
          }}
        />
      </div>
      <LoadLine draft={draft.id} />
    </>
  );
}

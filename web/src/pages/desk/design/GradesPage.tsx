import { DesignFrame } from "@/features/design/desk/DesignFrame";
import { GradesPreview } from "@/features/design/desk/lists/GradesPreview";
import { GradingPanel } from "@/features/design/desk/lists/GradingPanel";
import { PickList } from "@/features/design/desk/lists/PickList";
import { useEditor } from "@/features/design/editing";
import { addGrading } from "@/features/design/grades";
import type { Grading } from "@/features/design/listShapes";
import { useGradeWords } from "@/features/design/words/grades";
import { say } from "@/lib/i18n";
import { setSearch, useAddress } from "@/lib/router";
import { toast } from "@/ui/desk/toast";
import { EmptyState } from "@/ui/desk/states";
import "@/features/design/desk/lists/lists.css";

/** The gradings of a draft: rules that give a field its choice. */
export function GradesPage({ draft }: { draft: number }) {
  const t = useGradeWords();
  return (
    <DesignFrame id={draft} part="grades" first={t.tab} title={() => t.grades}>
      {() => <Designer />}
    </DesignFrame>
  );
}

function Designer() {
  const t = useGradeWords();
  const { body, change } = useEditor();
  const wanted = useAddress().search.get("grading");
  const gradings = body.grades ?? [];
  const chosen = gradings.find(({ key }) => key === wanted) ?? gradings[0];
  const open = (key: string | null) => {
    setSearch({ grading: key });
  };
  const hint = (one: Grading) => {
    const object = body.objects.find(({ key }) => key === one.object);
    const field = object?.fields.find(({ key }) => key === one.field);
    return t.hint(say(object?.label ?? one.object), say(field?.label ?? one.field), one.rules?.length ?? 0);
  };
  return (
    <>
      <p className="muted">{t.intro}</p>
      <div className="list-columns grade-columns">
        <PickList
          label={t.grades}
          things={gradings}
          chosen={chosen?.key}
          hint={hint}
          onChoose={open}
          fresh={t.fresh}
          onAdd={(label) => {
            const made = addGrading(body, label);
            if (made === null) {
              toast(t.noField);
              return;
            }
            change(made.edit);
            open(made.key);
          }}
        />
        {chosen === undefined ? (
          <EmptyState title={t.none} hint={t.noneHint} />
        ) : (
          <>
            <GradingPanel
              key={chosen.key}
              grading={chosen}
              onRemoved={() => {
                open(null);
              }}
            />
            <GradesPreview key={`preview ${chosen.key}`} grading={chosen} />
          </>
        )}
      </div>
    </>
  );
}

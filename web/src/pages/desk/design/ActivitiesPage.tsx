import { addKind } from "@/features/design/activities";
import { DesignFrame } from "@/features/design/desk/DesignFrame";
import { KindPanel } from "@/features/design/desk/lists/KindPanel";
import { PickList } from "@/features/design/desk/lists/PickList";
import { useEditor } from "@/features/design/editing";
import type { ActivityKind } from "@/features/design/listShapes";
import { useKindWords } from "@/features/design/words/activities";
import { say } from "@/lib/i18n";
import { setSearch, useAddress } from "@/lib/router";
import { EmptyState } from "@/ui/desk/states";
import { Guide } from "@/ui/Guide";
import "@/features/design/desk/lists/lists.css";

/** The kinds of contact of a draft. */
export function ActivitiesPage({ draft }: { draft: number }) {
  const t = useKindWords();
  return (
    <DesignFrame id={draft} part="activities" first={t.tab} title={() => t.activities}>
      {() => <Designer />}
    </DesignFrame>
  );
}

function Designer() {
  const t = useKindWords();
  const { body, change } = useEditor();
  const wanted = useAddress().search.get("kind");
  const kinds = body.activity_kinds ?? [];
  const chosen = kinds.find(({ key }) => key === wanted) ?? kinds[0];
  const open = (key: string | null) => {
    setSearch({ kind: key });
  };
  return (
    <>
      <p className="muted">{t.intro}</p>
      <div className="list-columns grade-columns">
        <PickList
          label={t.activities}
          things={kinds}
          chosen={chosen?.key}
          hint={(one) => t.hint(one.counts_as_contact ?? true, one.scripts?.length ?? 0, one.checklist?.length ?? 0)}
          onChoose={open}
          fresh={t.fresh}
          onAdd={(label) => {
            const { edit, key } = addKind(body, label);
            change(edit);
            open(key);
          }}
          onMove={(key, before) => {
            change([{ do: "move", place: ["activity_kinds", key], before }]);
          }}
        />
        {chosen === undefined ? (
          <EmptyState title={t.none} hint={t.noneHint} />
        ) : (
          <>
            <KindPanel
              key={chosen.key}
              kind={chosen}
              onRemoved={() => {
                open(null);
              }}
            />
            <Preview kind={chosen} />
          </>
        )}
      </div>
    </>
  );
}

function Preview({ kind }: { kind: ActivityKind }) {
  const t = useKindWords();
  return (
    <section className="design-preview" aria-label={t.preview}>
      <h2>{t.preview}</h2>
      <div className="design-phone">
        <h3>{say(kind.label)}</h3>
        <Guide
          lines={(kind.scripts ?? []).map((one) => ({ label: say(one.label), text: say(one.text) }))}
          checks={(kind.checklist ?? []).map((one) => say(one))}
          checksLabel={t.checklist}
        />
      </div>
    </section>
  );
}

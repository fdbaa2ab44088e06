import { askedBy, kindPlace, moveKind } from "@/features/design/activities";
import { renamed } from "@/features/design/body";
import { Row, TextBox } from "@/features/design/desk/boxes";
import { Checklist } from "@/features/design/desk/Checklist";
import { KindScripts } from "@/features/design/desk/lists/KindScripts";
import { RemoveButton } from "@/features/design/desk/RemoveButton";
import { useEditor } from "@/features/design/editing";
import type { ActivityKind } from "@/features/design/listShapes";
import { countOf, unused, useKindsUsed } from "@/features/design/used";
import { useKindWords } from "@/features/design/words/activities";
import { useListWords } from "@/features/design/words/lists";
import { say } from "@/lib/i18n";
import { Button } from "@/ui/desk/Button";

/** One kind of contact: what it is called, whether it counts, what to say and what not to forget. */
export function KindPanel({ kind, onRemoved }: { kind: ActivityKind; onRemoved: () => void }) {
  const t = useKindWords();
  const lists = useListWords();
  const { change } = useEditor();
  const set = (member: string, value: unknown) => {
    change([{ do: "set", place: [...kindPlace(kind), member], value }]);
  };
  return (
    <section className="design-panel" aria-label={say(kind.label)}>
      <div className="design-two">
        {(["zh", "en"] as const).map((which) => (
          <Row key={which} label={which === "zh" ? lists.nameZh : lists.nameEn}>
            {(id) => (
              <TextBox
                id={id}
                needed
                value={kind.label[which]}
                onKeep={(text) => {
                  set("label", renamed(kind.label, which, text));
                }}
              />
            )}
          </Row>
        ))}
      </div>
      <label className="kind-counts">
        <input
          type="checkbox"
          checked={kind.counts_as_contact ?? true}
          onChange={(event) => {
            set("counts_as_contact", event.target.checked);
          }}
        />
        {t.counts}
        <small className="muted">{t.countsHint}</small>
      </label>
      <KindScripts
        scripts={kind.scripts ?? []}
        onKeep={(scripts) => {
          set("scripts", scripts);
        }}
      />
      <Checklist
        checks={kind.checklist ?? []}
        onKeep={(checks) => {
          set("checklist", checks);
        }}
      />
      <Acts kind={kind} onRemoved={onRemoved} />
    </section>
  );
}

function Acts({ kind, onRemoved }: { kind: ActivityKind; onRemoved: () => void }) {
  const t = useKindWords();
  const { body, change } = useEditor();
  const kinds = body.activity_kinds ?? [];
  const name = say(kind.label);
  const kept = useKept(kind);
  return (
    <>
      <p className="grade-remove design-acts">
        {([-1, 1] as const).map((by) => (
          <Button
            key={by}
            size="small"
            label={by === -1 ? t.up(name) : t.down(name)}
            disabled={kind.key === (by === -1 ? kinds[0] : kinds[kinds.length - 1])?.key}
            onClick={() => {
              change(moveKind(body, kind, by));
            }}
          >
            {by === -1 ? "↑" : "↓"}
          </Button>
        ))}
        <RemoveButton
          label={t.remove(name)}
          title={t.removeTitle(name)}
          intro={t.removeIntro}
          place={kindPlace(kind)}
          kept={kept}
          onRemoved={onRemoved}
        />
      </p>
      {kept === null ? null : <p className="muted">{kept}</p>}
    </>
  );
}

/** Why a kind can't go; null when it can. */
function useKept(kind: ActivityKind): string | null {
  const t = useKindWords();
  const lists = useListWords();
  const { body } = useEditor();
  const used = useKindsUsed().data;
  const count = countOf(used, kind.key) ?? 0;
  if (count > 0) return t.inUse(count);
  if (!unused(used, kind.key)) return t.mayBeUsed;
  const stages = askedBy(body, kind.key);
  return stages.length === 0 ? null : t.askedBy(stages.map((one) => say(one)).join(lists.comma));
}

import { renamed } from "@/features/design/body";
import { Row, TextBox } from "@/features/design/desk/boxes";
import { option } from "@/features/design/options";
import { RemoveButton } from "@/features/design/desk/RemoveButton";
import { useEditor } from "@/features/design/editing";
import type { Both, DesignBoard } from "@/features/design/shapes";
import { useBoardWords } from "@/features/design/words/boards";
import { say } from "@/lib/i18n";
import { useKit } from "@/ui/kit";

/** What a dashboard is called, for whom it is, and its end. */
export function BoardPanel({ board, onRemoved }: { board: DesignBoard; onRemoved: () => void }) {
  const t = useBoardWords();
  const { Choices } = useKit();
  const { body, change } = useEditor();
  const place = ["dashboards", board.key];
  const rename = (which: keyof Both) => (text: string) => {
    change([{ do: "set", place: [...place, "label"], value: renamed(board.label, which, text, t.newBoardName) }]);
  };
  return (
    <section className="card" aria-label={t.ofBoard}>
      <h2>{t.ofBoard}</h2>
      {(["zh", "en"] as const).map((which) => (
        <Row key={which} label={which === "zh" ? t.nameZh : t.nameEn}>
          {(id) => <TextBox id={id} needed value={board.label[which]} onKeep={rename(which)} />}
        </Row>
      ))}
      <Row label={t.roles} hint={t.rolesHint}>
        {(id, hintId) => (
          <Choices
            id={id}
            describedBy={hintId}
            value={board.roles ?? []}
            options={(body.roles ?? []).map(option)}
            onChange={(roles) => {
              change([{ do: "set", place: [...place, "roles"], value: roles }]);
            }}
          />
        )}
      </Row>
      <p className="stay-act">
        <RemoveButton
          label={t.removeBoard}
          title={t.removeBoardTitle(say(board.label))}
          intro={t.removeBoardIntro}
          place={place}
          onRemoved={onRemoved}
        />
      </p>
    </section>
  );
}

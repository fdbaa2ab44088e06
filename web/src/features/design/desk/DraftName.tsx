import { useRename } from "@/features/design/api";
import { TextBox } from "@/features/design/desk/boxes";
import { useEditor } from "@/features/design/editing";
import { useDesignWords } from "@/features/design/words";
import { perform } from "@/lib/perform";
import { Problem } from "@/ui/desk/states";

/** What the draft is called, so that several of them can be told apart. */
export function DraftName() {
  const t = useDesignWords();
  const { draft } = useEditor();
  const rename = useRename(draft.id);
  return (
    <span className="design-draft-name">
      <TextBox
        label={t.draftName}
        placeholder={t.draftOf(draft.id, draft.from_number)}
        value={draft.name}
        onKeep={(name) => {
          perform(rename, name, () => undefined);
        }}
      />
      <Problem error={rename.error} />
    </span>
  );
}

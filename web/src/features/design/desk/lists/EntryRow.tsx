import { memo, type ReactNode } from "react";

import { renamed } from "@/features/design/body";
import { TextBox } from "@/features/design/desk/boxes";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { synonymsOf } from "@/features/design/dictionaries";
import type { Choice } from "@/features/design/shapes";
import { useListWords } from "@/features/design/words/lists";
import { say } from "@/lib/i18n";

/** What can be done with an entry. The same as long as the list is open, so that a row is drawn anew alone. */
export interface EntryActs {
  readonly set: (entry: Choice, member: string, value: unknown) => void;
  readonly move: (entry: Choice, by: -1 | 1) => void;
  readonly remove: (entry: Choice) => void;
}

interface Props {
  entry: Choice;
  /** How many records have it; undefined while that is not known. */
  count: number | undefined;
  removable: boolean;
  first: boolean;
  last: boolean;
  handle: ReactNode;
  acts: EntryActs;
}

/** One entry, every part of it typed where it stands. Its key is for good. */
export const EntryRow = memo(function EntryRow(props: Props) {
  const { entry, count, handle, acts } = props;
  const t = useListWords();
  const name = say(entry.label);
  return (
    <div className={entry.archived === true ? "entry entry-archived" : "entry"} role="group" aria-label={name}>
      <span className="entry-handle">{handle}</span>
      {(["zh", "en"] as const).map((which) => (
        <TextBox
          key={which}
          needed
          label={t.cell(which === "zh" ? t.nameZh : t.nameEn, name)}
          value={entry.label[which]}
          onKeep={(text) => {
            acts.set(entry, "label", renamed(entry.label, which, text));
          }}
        />
      ))}
      <code>{entry.key}</code>
      <TextBox
        label={t.cell(t.colSynonyms, name)}
        placeholder={t.synonymsHint}
        value={(entry.synonyms ?? []).join(t.comma)}
        onKeep={(line) => {
          acts.set(entry, "synonyms", synonymsOf(line));
        }}
      />
      <span className="entry-count">{count === undefined ? "" : count === 0 ? "—" : t.inUse(count)}</span>
      <Acts {...props} />
    </div>
  );
});

function Acts({ entry, count, removable, first, last, acts }: Props) {
  const t = useListWords();
  const name = say(entry.label);
  const archived = entry.archived === true;
  return (
    <span className="design-acts">
      <button
        type="button"
        className="entry-state"
        aria-label={archived ? t.bringBack(name) : t.archive(name)}
        onClick={() => {
          acts.set(entry, "archived", !archived);
        }}
      >
        {archived ? t.bringBackShort : t.archiveShort}
      </button>
      <SmallAct
        label={t.moveUp(name)}
        disabled={first}
        onClick={() => {
          acts.move(entry, -1);
        }}
      >
        ↑
      </SmallAct>
      <SmallAct
        label={t.moveDown(name)}
        disabled={last}
        onClick={() => {
          acts.move(entry, 1);
        }}
      >
        ↓
      </SmallAct>
      <SmallAct
        label={removable ? t.removeEntry(name) : (count ?? 0) > 0 ? t.keepsEntry(name) : t.mayBeUsed(name)}
        disabled={!removable}
        onClick={() => {
          acts.remove(entry);
        }}
      >
        ×
      </SmallAct>
    </span>
  );
}

import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";

import { EntryRow, type EntryActs } from "@/features/design/desk/lists/EntryRow";
import { entriesWith, entryPlace, moveEntry, putEntry } from "@/features/design/dictionaries";
import { useEditor } from "@/features/design/editing";
import type { Choice, Dictionary } from "@/features/design/shapes";
import { countOf, unused, useEntriesUsed } from "@/features/design/used";
import { useListWords } from "@/features/design/words/lists";
import { say } from "@/lib/i18n";
import { Sortable } from "@/ui/desk/Sortable";

const rowHeight = 40;
const searchedFrom = 12;

/** The entries of a dictionary. Of two thousand only those in sight exist. */
export function Entries({ dictionary }: { dictionary: Dictionary }) {
  const t = useListWords();
  const [words, setWords] = useState("");
  const shown = useMemo(() => entriesWith(dictionary, words), [dictionary, words]);
  const all = dictionary.entries.length;
  return (
    <section aria-label={t.entries}>
      {all >= searchedFrom ? (
        <p className="entry-find">
          <input
            className="native-box"
            type="search"
            aria-label={t.find}
            placeholder={t.find}
            value={words}
            onChange={(event) => {
              setWords(event.target.value);
            }}
          />
          <span role="status">{words.trim() === "" ? t.entryCount(all) : t.found(shown.length, all)}</span>
        </p>
      ) : null}
      {all === 0 ? <p className="muted">{t.noEntries}</p> : null}
      <div className="design-scroll">
        <div className="entry entry-head" aria-hidden="true">
          <span />
          <span>{t.nameZh}</span>
          <span>{t.nameEn}</span>
          <span>{t.colKey}</span>
          <span>{t.colSynonyms}</span>
          <span className="entry-count">{t.colUsed}</span>
          <span />
        </div>
        <Window dictionary={dictionary} shown={shown} whole={shown.length === all} />
      </div>
    </section>
  );
}

/** The rows in sight, in their place between two empty heights. */
function Window({ dictionary, shown, whole }: { dictionary: Dictionary; shown: readonly Choice[]; whole: boolean }) {
  const t = useListWords();
  const { change } = useEditor();
  const used = useEntriesUsed(dictionary.key).data;
  const box = useRef<HTMLDivElement>(null);
  const acts = useActs(dictionary);
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is meant to be read anew at each drawing
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const [first, last] = [items[0], items[items.length - 1]];
  const rows = items.flatMap(({ index }) => shown[index] ?? []);
  const ends = dictionary.entries;
  const row = (entry: Choice, handle: ReactNode) => (
    <EntryRow
      key={entry.key}
      entry={entry}
      count={countOf(used, entry.key)}
      removable={unused(used, entry.key)}
      first={entry.key === keyAt(ends, 0)}
      last={entry.key === keyAt(ends, ends.length - 1)}
      handle={handle}
      acts={acts}
    />
  );
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
    <div className="entry-box" ref={box} tabIndex={0} role="group" aria-label={t.entries}>
      <div style={{ paddingTop: first?.start ?? 0, paddingBottom: virtual.getTotalSize() - (last?.end ?? 0) }}>
        {whole ? (
          <Sortable
            items={rows}
            label={(key) => say(ends.find((one) => one.key === key)?.label)}
            onMove={(key, before) => {
              change(putEntry(dictionary, key, before ?? keyAt(shown, (last?.index ?? 0) + 1)));
            }}
          >
            {row}
          </Sortable>
        ) : (
          rows.map((entry) => row(entry, null))
        )}
      </div>
    </div>
  );
}

/** What is put down behind the last row in sight is put before the one that follows; at the end when there is none. */
function keyAt(entries: readonly Choice[], index: number): string | null {
  return entries[index]?.key ?? null;
}

function useActs(dictionary: Dictionary): EntryActs {
  const { change } = useEditor();
  const now = useRef(dictionary);
  useEffect(() => {
    now.current = dictionary;
  });
  return useMemo(
    () => ({
      set: (entry, member, value) => {
        change([{ do: "set", place: [...entryPlace(now.current, entry), member], value }]);
      },
      move: (entry, by) => {
        change(moveEntry(now.current, entry, by));
      },
      remove: (entry) => {
        change([{ do: "remove", place: entryPlace(now.current, entry) }]);
      },
    }),
    [change],
  );
}

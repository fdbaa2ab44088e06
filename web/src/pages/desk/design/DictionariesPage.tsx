import { DesignFrame } from "@/features/design/desk/DesignFrame";
import { DictionaryPanel } from "@/features/design/desk/lists/DictionaryPanel";
import { PickList } from "@/features/design/desk/lists/PickList";
import { addDictionary, sharing } from "@/features/design/dictionaries";
import { useEditor } from "@/features/design/editing";
import type { Dictionary } from "@/features/design/shapes";
import { useListWords } from "@/features/design/words/lists";
import { say } from "@/lib/i18n";
import { setSearch, useAddress } from "@/lib/router";
import { EmptyState } from "@/ui/desk/states";
import "@/features/design/desk/lists/lists.css";

/** The dictionaries of a draft. */
export function DictionariesPage({ draft }: { draft: number }) {
  const t = useListWords();
  return (
    <DesignFrame id={draft} part="dictionaries" first={t.dictionariesTab} title={() => t.dictionaries}>
      {() => <Designer />}
    </DesignFrame>
  );
}

function Designer() {
  const t = useListWords();
  const { body, change } = useEditor();
  const wanted = useAddress().search.get("dictionary");
  const dictionaries = body.dictionaries ?? [];
  const chosen = dictionaries.find(({ key }) => key === wanted) ?? dictionaries[0];
  const open = (key: string | null) => {
    setSearch({ dictionary: key });
  };
  const hint = (one: Dictionary) => {
    const fields = sharing(body, one.key).map(({ object, field }) => `${say(object.label)}·${say(field.label)}`);
    return `${t.entryCount(one.entries.length)} · ${fields.length === 0 ? t.notUsed : t.usedBy(fields.join(t.comma))}`;
  };
  return (
    <>
      <p className="muted">{t.dictionariesIntro}</p>
      <div className="list-columns">
        <PickList
          label={t.dictionaries}
          things={dictionaries}
          chosen={chosen?.key}
          hint={hint}
          onChoose={open}
          fresh={t.newDictionary}
          onAdd={(label) => {
            const { edit, key } = addDictionary(body, label);
            change(edit);
            open(key);
          }}
        />
        {chosen === undefined ? (
          <EmptyState title={t.noDictionaries} hint={t.noDictionariesHint} />
        ) : (
          <DictionaryPanel
            key={chosen.key}
            dictionary={chosen}
            onRemoved={() => {
              open(null);
            }}
          />
        )}
      </div>
    </>
  );
}

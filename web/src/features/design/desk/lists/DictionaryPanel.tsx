import { renamed } from "@/features/design/body";
import { Row, TextBox } from "@/features/design/desk/boxes";
import { Entries } from "@/features/design/desk/lists/Entries";
import { PasteEntries } from "@/features/design/desk/lists/PasteEntries";
import { RemoveButton } from "@/features/design/desk/RemoveButton";
import { sharing } from "@/features/design/dictionaries";
import { useEditor } from "@/features/design/editing";
import type { Dictionary } from "@/features/design/shapes";
import { useListWords } from "@/features/design/words/lists";
import { say } from "@/lib/i18n";
import { Link } from "@/lib/router";

/** One dictionary: what it is called, which fields use it, and its entries. */
export function DictionaryPanel({ dictionary, onRemoved }: { dictionary: Dictionary; onRemoved: () => void }) {
  const t = useListWords();
  const { change } = useEditor();
  return (
    <section className="design-panel" aria-label={say(dictionary.label)}>
      <div className="design-two">
        {(["zh", "en"] as const).map((which) => (
          <Row key={which} label={which === "zh" ? t.nameZh : t.nameEn}>
            {(id) => (
              <TextBox
                id={id}
                needed
                value={dictionary.label[which]}
                onKeep={(text) => {
                  const value = renamed(dictionary.label, which, text);
                  change([{ do: "set", place: ["dictionaries", dictionary.key, "label"], value }]);
                }}
              />
            )}
          </Row>
        ))}
      </div>
      <UsedBy dictionary={dictionary} onRemoved={onRemoved} />
      <Entries key={dictionary.key} dictionary={dictionary} />
      <PasteEntries key={`paste ${dictionary.key}`} dictionary={dictionary} />
    </section>
  );
}

/** The fields that take their choices from here; only what none of them does can go. */
function UsedBy({ dictionary, onRemoved }: { dictionary: Dictionary; onRemoved: () => void }) {
  const t = useListWords();
  const { body, draft } = useEditor();
  const fields = sharing(body, dictionary.key);
  const name = say(dictionary.label);
  const called = fields.map(({ object, field }) => `${say(object.label)}·${say(field.label)}`).join(t.comma);
  return (
    <div className="entry-used">
      <p>
        {fields.length === 0 ? t.notUsed : `${t.usedIn}${t.colon}`}
        {fields.map(({ object, field }) => (
          <Link key={`${object.key}.${field.key}`} to={`/design/${draft.id}/objects/${object.key}?field=${field.key}`}>
            {say(object.label)}·{say(field.label)}
          </Link>
        ))}
      </p>
      <RemoveButton
        label={t.removeDictionary(name)}
        title={t.removeDictionaryTitle(name)}
        intro={t.removeDictionaryIntro}
        place={["dictionaries", dictionary.key]}
        kept={fields.length > 0 ? t.cannotRemove(called) : null}
        onRemoved={onRemoved}
      />
    </div>
  );
}

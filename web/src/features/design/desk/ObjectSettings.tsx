import { renamed, retold } from "@/features/design/body";
import { PickBox, Row, TextBox } from "@/features/design/desk/boxes";
import { useEditor } from "@/features/design/editing";
import type { DesignObject } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say, useLang } from "@/lib/i18n";

/** The types by whose value a record can be called. */
const titles: readonly string[] = ["text", "auto_number", "phone", "email"];

/** What an object is called, what its records are called by, and who sees them. */
export function ObjectSettings({ object }: { object: DesignObject }) {
  const t = useDesignWords();
  const lang = useLang();
  const { change } = useEditor();
  const set = (member: keyof DesignObject, value: unknown) => {
    change([{ do: "set", place: ["objects", object.key, member], value }]);
  };
  const named = [
    { which: "zh", label: t.objectZh },
    { which: "en", label: t.objectEn },
  ] as const;
  return (
    <details className="card design-settings">
      <summary>{t.objectSettings}</summary>
      <div className="design-two">
        {named.map(({ which, label }) => (
          <Row key={which} label={label}>
            {(id) => (
              <TextBox
                id={id}
                needed
                value={object.label[which]}
                onKeep={(text) => {
                  set("label", renamed(object.label, which, text));
                }}
              />
            )}
          </Row>
        ))}
        <Row label={t.objectPlural}>
          {(id) => (
            <TextBox
              id={id}
              value={object.plural?.en ?? ""}
              onKeep={(text) => {
                set("plural", text === "" ? null : { zh: object.plural?.zh ?? object.label.zh, en: text });
              }}
            />
          )}
        </Row>
        <Row label={t.objectTitleField}>
          {(id) => (
            <PickBox
              id={id}
              value={object.title}
              options={object.fields
                .filter((field) => titles.includes(field.type) || field.key === object.title)
                .map((field) => ({ value: field.key, label: say(field.label) }))}
              onPick={(key) => {
                set("title", key);
              }}
            />
          )}
        </Row>
        <Picks object={object} set={set} />
        <Row label={t.objectHelp}>
          {(id) => (
            <TextBox
              id={id}
              value={object.help?.[lang] ?? ""}
              onKeep={(text) => {
                set("help", retold(object.help, lang, text));
              }}
            />
          )}
        </Row>
      </div>
    </details>
  );
}

function Picks({ object, set }: { object: DesignObject; set: (member: keyof DesignObject, value: unknown) => void }) {
  const t = useDesignWords();
  return (
    <>
      <Row label={t.objectSeen}>
        {(id) => (
          <PickBox
            id={id}
            value={object.visibility ?? "owner"}
            options={Object.entries(t.objectSeenBy).map(([value, label]) => ({ value, label }))}
            onPick={(value) => {
              set("visibility", value);
            }}
          />
        )}
      </Row>
      <Row label={t.objectIcon}>
        {(id) => (
          <PickBox
            id={id}
            value={object.icon ?? ""}
            options={Object.entries(t.objectIcons).map(([value, label]) => ({ value, label }))}
            onPick={(value) => {
              set("icon", value === "" ? null : value);
            }}
          />
        )}
      </Row>
    </>
  );
}

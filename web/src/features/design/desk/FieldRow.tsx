import { renamed, retold } from "@/features/design/body";
import { PickBox, TextBox } from "@/features/design/desk/boxes";
import { useEditor } from "@/features/design/editing";
import { choicesFrom, choicesLine, choosing, fieldPlace, measured, moveField } from "@/features/design/fields";
import type { DesignField, DesignObject } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say, useLang } from "@/lib/i18n";
import { useAddress } from "@/lib/router";
import { Button } from "@/ui/desk/Button";

interface Props {
  object: DesignObject;
  field: DesignField;
  place: number;
  onRemove: () => void;
}

type Set = (member: string, value: unknown) => void;

/** One field as a row of cells. */
export function FieldRow({ object, field, place, onRemove }: Props) {
  const t = useDesignWords();
  const lang = useLang();
  const { change } = useEditor();
  const wanted = useAddress().search.get("field") === field.key;
  const name = say(field.label);
  const set: Set = (member, value) => {
    change([{ do: "set", place: [...fieldPlace(object, field), member], value }]);
  };
  const cell = (column: string) => t.cell(column, name);
  return (
    <tr className={wanted ? "design-wanted" : ""}>
      {(["zh", "en"] as const).map((which) => (
        <td key={which}>
          <TextBox
            needed
            label={cell(which === "zh" ? t.colName : t.colEn)}
            value={field.label[which]}
            onKeep={(text) => {
              set("label", renamed(field.label, which, text));
            }}
          />
        </td>
      ))}
      <td>
        <code>{field.key}</code>
      </td>
      <td className="nowrap">{t.fieldTypes[field.type] ?? field.type}</td>
      <td className="design-tick">
        <Required field={field} label={cell(t.colRequired)} set={set} />
      </td>
      <td>
        {measured.includes(field.type) ? (
          <TextBox
            label={cell(t.colUnit)}
            value={field.unit ?? ""}
            onKeep={(text) => {
              set("unit", text === "" ? null : text);
            }}
          />
        ) : null}
      </td>
      <td>
        <Values field={field} label={cell(t.colChoices)} set={set} />
      </td>
      <td>
        <TextBox
          label={cell(t.colHelp)}
          value={field.help?.[lang] ?? ""}
          onKeep={(text) => {
            set("help", retold(field.help, lang, text));
          }}
        />
      </td>
      <td>
        <Acts object={object} field={field} place={place} onRemove={onRemove} />
      </td>
    </tr>
  );
}

function Required({ field, label, set }: { field: DesignField; label: string; set: Set }) {
  if (field.type === "formula" || field.type === "auto_number") return null;
  return (
    <input
      type="checkbox"
      aria-label={label}
      checked={field.required ?? false}
      onChange={(event) => {
        set("required", event.target.checked);
      }}
    />
  );
}

/** What a field's value is one of: its own choices, a list it shares, or the records of an object. */
function Values({ field, label, set }: { field: DesignField; label: string; set: Set }) {
  const t = useDesignWords();
  const { body } = useEditor();
  if (field.type === "reference") {
    return (
      <PickBox
        label={label}
        value={field.to ?? ""}
        options={body.objects.map((one) => ({ value: one.key, label: say(one.label) }))}
        onPick={(key) => {
          set("to", key);
        }}
      />
    );
  }
  if (!choosing.includes(field.type)) return null;
  if (typeof field.dictionary === "string") return <Shared list={field.dictionary} />;
  return (
    <TextBox
      rows={1}
      needed
      label={label}
      placeholder={t.choicesHint}
      value={choicesLine(field.choices)}
      onKeep={(line) => {
        set("choices", choicesFrom(line, field.choices));
      }}
    />
  );
}

function Shared({ list }: { list: string }) {
  const t = useDesignWords();
  const label = useEditor().body.dictionaries?.find(({ key }) => key === list)?.label;
  return <span className="muted">{t.fromDictionary(say(label) || list)}</span>;
}

function Acts({ object, field, place, onRemove }: Props) {
  const t = useDesignWords();
  const { change } = useEditor();
  const name = say(field.label);
  const title = object.title === field.key;
  const move = (by: -1 | 1) => () => {
    const edit = moveField(object, field, by);
    if (edit !== null) change(edit);
  };
  return (
    <span className="design-acts">
      <Button size="small" look="quiet" label={t.moveUp(name)} disabled={place === 0} onClick={move(-1)}>
        ↑
      </Button>
      <Button
        size="small"
        look="quiet"
        label={t.moveDown(name)}
        disabled={place === object.fields.length - 1}
        onClick={move(1)}
      >
        ↓
      </Button>
      <Button
        size="small"
        look="quiet"
        label={t.removeField(name)}
        disabled={title}
        onClick={onRemove}
        {...(title ? { title: t.isTitle } : {})}
      >
        ×
      </Button>
    </span>
  );
}

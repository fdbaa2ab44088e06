import { PickBox, Row, TextBox } from "@/features/design/desk/boxes";
import { DefaultBox } from "@/features/design/desk/DefaultBox";
import { numberOr } from "@/features/design/options";
import { CheckRow } from "@/features/design/desk/forms/CheckRow";
import { FormulaBox } from "@/features/design/desk/formula/FormulaBox";
import { useEditor } from "@/features/design/editing";
import { choicesFrom, choosing, fieldPlace } from "@/features/design/fields";
import type { DesignField, DesignObject, Operation } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { Drawer } from "@/ui/desk/Drawer";

const bounded: readonly string[] = ["integer", "decimal", "money", "percent", "duration", "text", "long_text"];
const patterned: readonly string[] = ["text", "long_text"];
const single: readonly string[] = ["text", "phone", "email", "url", "integer", "auto_number"];

interface Props {
  object: DesignObject;
  field: DesignField;
  onClose: () => void;
}

type Set = (member: keyof DesignField, value: unknown) => void;

/** All that can be said of a field besides its row in the grid. */
export function FieldMore({ object, field, onClose }: Props) {
  const t = useDesignWords();
  const { change } = useEditor();
  const set: Set = (member, value) => {
    change([{ do: "set", place: [...fieldPlace(object, field), member], value }]);
  };
  return (
    <Drawer open title={t.moreTitle(say(field.label))} onClose={onClose}>
      {choosing.includes(field.type) ? <Choosing object={object} field={field} /> : null}
      {field.type === "formula" ? <FormulaBox object={object} field={field} /> : null}
      <Texts field={field} set={set} />
      <DefaultBox
        field={field}
        onKeep={(value) => {
          set("default", value);
        }}
      />
      {single.includes(field.type) ? (
        <CheckRow
          label={t.fieldUnique}
          checked={field.unique ?? false}
          onChange={(value) => {
            set("unique", value);
          }}
        />
      ) : null}
      <CheckRow
        label={t.fieldPersonal}
        checked={field.personal ?? false}
        onChange={(value) => {
          set("personal", value);
        }}
      />
    </Drawer>
  );
}

/** The options that are typed, as far as the type takes them. */
function Texts({ field, set }: { field: DesignField; set: Set }) {
  const t = useDesignWords();
  const line = (member: keyof DesignField, label: string, value: unknown, read: (text: string) => unknown) => (
    <Row key={member} label={label}>
      {(id) => (
        <TextBox
          id={id}
          value={typeof value === "string" || typeof value === "number" ? String(value) : ""}
          onKeep={(text) => {
            set(member, text === "" ? null : read(text));
          }}
        />
      )}
    </Row>
  );
  const has = (types: readonly string[]) => types.includes(field.type);
  const plain = (text: string) => text;
  const synonyms = (field.synonyms ?? []).join("、");
  return (
    <>
      {has(bounded) ? (
        <div className="design-two">
          {line("min", t.fieldMin, field.min, numberOr)}
          {line("max", t.fieldMax, field.max, numberOr)}
        </div>
      ) : null}
      {has(patterned) ? line("pattern", t.fieldPattern, field.pattern, plain) : null}
      {field.type === "auto_number" ? line("prefix", t.fieldPrefix, field.prefix, plain) : null}
      {line("synonyms", t.fieldSynonyms, synonyms, (text) => text.split(/[、,，]/).map((one) => one.trim()))}
    </>
  );
}

/** Whether a field has choices of its own or shares a list, and which of them is taken where nobody says. */
function Choosing({ object, field }: { object: DesignObject; field: DesignField }) {
  const t = useDesignWords();
  const { body, change } = useEditor();
  const place = fieldPlace(object, field);
  const shared = (body.dictionaries ?? []).map(({ key, label }) => ({ value: key, label: say(label) }));
  return (
    <Row label={t.fieldList}>
      {(id) => (
        <PickBox
          id={id}
          value={field.dictionary ?? ""}
          options={[{ value: "", label: t.fieldOwnList }, ...shared]}
          onPick={(key) => {
            const own: Operation = { do: "set", place: [...place, "choices"], value: choicesFrom(t.newChoice) };
            const none: Operation = { do: "set", place: [...place, "choices"], value: null };
            const value = key === "" ? null : key;
            change([{ do: "set", place: [...place, "dictionary"], value }, key === "" ? own : none]);
          }}
        />
      )}
    </Row>
  );
}

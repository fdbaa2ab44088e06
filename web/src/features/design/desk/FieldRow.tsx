import { memo } from "react";

import { renamed, retold } from "@/features/design/body";
import { PickBox, TextBox } from "@/features/design/desk/boxes";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { choicesFrom, choicesLine, choosing, measured } from "@/features/design/fields";
import type { DesignField } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say, useLang } from "@/lib/i18n";
import type { Option } from "@/ui/kit";

/** What the rows share: drawn anew only when it changes, a row is drawn alone when its own field does. */
export interface Lists {
  readonly objects: readonly Option[];
  readonly dictionaries: readonly Option[];
}

export interface RowActs {
  readonly set: (field: DesignField, member: string, value: unknown) => void;
  readonly move: (field: DesignField, by: -1 | 1) => void;
  readonly more: (field: DesignField) => void;
  readonly remove: (field: DesignField) => void;
}

interface Props {
  field: DesignField;
  first: boolean;
  last: boolean;
  /** Whether it is what records are called by. */
  title: boolean;
  wanted: boolean;
  /** Its formula as one writes it on paper. */
  line: string;
  lists: Lists;
  acts: RowActs;
}

type Set = (member: string, value: unknown) => void;

/** One field as a row of cells. */
export const FieldRow = memo(function FieldRow(props: Props) {
  const { field, wanted, lists, acts } = props;
  const t = useDesignWords();
  const lang = useLang();
  const set: Set = (member, value) => {
    acts.set(field, member, value);
  };
  const cell = (column: string) => t.cell(column, say(field.label));
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
        {field.type === "formula" ? (
          <FormulaCell {...props} />
        ) : (
          <Values field={field} label={cell(t.colChoices)} lists={lists} set={set} />
        )}
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
        <Acts {...props} />
      </td>
    </tr>
  );
});

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
function Values({ field, label, lists, set }: { field: DesignField; label: string; lists: Lists; set: Set }) {
  const t = useDesignWords();
  if (field.type === "reference") {
    return (
      <PickBox
        label={label}
        value={field.to ?? ""}
        options={lists.objects}
        onPick={(key) => {
          set("to", key);
        }}
      />
    );
  }
  if (!choosing.includes(field.type)) return null;
  if (typeof field.dictionary === "string") {
    const shared = lists.dictionaries.find(({ value }) => value === field.dictionary);
    return <span className="muted">{t.fromDictionary(shared?.label ?? field.dictionary)}</span>;
  }
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

/** A formula as it reads, which opens where it is written. */
function FormulaCell({ field, line, acts }: Props) {
  const t = useDesignWords();
  return (
    <button
      type="button"
      className="design-formula"
      title={line}
      aria-label={`${t.moreOf(say(field.label))}${t.colon}${line}`}
      onClick={() => {
        acts.more(field);
      }}
    >
      {line === "" ? t.formulaMissing : line}
    </button>
  );
}

function Acts({ field, first, last, title, acts }: Props) {
  const t = useDesignWords();
  const name = say(field.label);
  return (
    <span className="design-acts">
      <SmallAct
        label={t.moveUp(name)}
        disabled={first}
        onClick={() => {
          acts.move(field, -1);
        }}
      >
        ↑
      </SmallAct>
      <SmallAct
        label={t.moveDown(name)}
        disabled={last}
        onClick={() => {
          acts.move(field, 1);
        }}
      >
        ↓
      </SmallAct>
      <SmallAct
        label={t.moreOf(name)}
        onClick={() => {
          acts.more(field);
        }}
      >
        …
      </SmallAct>
      <SmallAct
        label={title ? `${t.removeField(name)}${t.colon}${t.isTitle}` : t.removeField(name)}
        disabled={title}
        onClick={() => {
          acts.remove(field);
        }}
      >
        ×
      </SmallAct>
    </span>
  );
}

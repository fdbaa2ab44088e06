import { useEffect, useRef, useState } from "react";

import type { Field, ObjectDef } from "@/features/objects/api";
import { FieldForm, FieldValue } from "@/features/objects/FieldForm";
import { problemsOf } from "@/features/objects/problems";
import { sectionsOf, type Shown } from "@/features/objects/sections";
import type { RecordItem, Values } from "@/features/records/api";
import { ConflictDialog } from "@/features/records/desk/ConflictDialog";
import { useSaving } from "@/features/records/saving";
import { useRecordWords } from "@/features/records/words";
import { say } from "@/lib/i18n";
import { useShared } from "@/lib/words/shared";
import { Button } from "@/ui/desk/Button";
import { Card } from "@/ui/desk/PageHeader";
import { Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";

interface Props {
  object: ObjectDef;
  record: RecordItem;
  /** The field to type into at once; null to read. */
  editing: string | null;
  onEdit: (field: string | null) => void;
  required: readonly string[];
}

/** A record's fields, read or typed. Nobody's change is lost when two people save at once. */
export function Details({ object, record, editing, onEdit, required }: Props) {
  const t = useRecordWords();
  const edit = () => {
    onEdit("");
  };
  return (
    <Card
      id="details"
      title={t.details}
      extra={editing === null && record.can.change ? <Button onClick={edit}>{t.edit}</Button> : null}
    >
      {editing === null ? (
        <Read object={object} record={record} />
      ) : (
        <Type object={object} record={record} focus={editing} onEdit={onEdit} required={required} />
      )}
    </Card>
  );
}

function Read({ object, record }: Pick<Props, "object" | "record">) {
  const t = useRecordWords();
  return sectionsOf(object, record.values, t.otherFields).map((section) => (
    <div key={section.label} className="details-section">
      <h3>{section.label}</h3>
      <dl className="details">
        {section.fields.map((field) => (
          <div key={field.key} data-field={field.key}>
            <dt>{say(field.label)}</dt>
            <dd>
              <FieldValue field={field} value={record.values[field.key]} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  ));
}

function Type({ object, record, focus, onEdit, required }: Omit<Props, "editing"> & { focus: string }) {
  const t = useRecordWords();
  const shared = useShared();
  const box = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<Values>({});
  const saving = useSaving(object.key, record, () => {
    toast(t.saved);
    onEdit(null);
  });
  useEffect(() => {
    const at = box.current?.querySelector(focus === "" ? "[data-field]" : `[data-field="${focus}"]`);
    at?.scrollIntoView({ block: "center" });
    at?.querySelector<HTMLElement>("input,textarea,[tabindex]")?.focus();
  }, [focus]);
  useEffect(() => {
    box.current?.querySelector(".field-problem")?.parentElement?.scrollIntoView({ block: "center" });
  }, [saving.error]);
  const change = (key: string, value: unknown) => {
    setDraft({ ...draft, [key]: value });
  };
  const values = { ...record.values, ...draft };
  const problems = problemsOf(saving.error);
  return (
    <form
      ref={box}
      onSubmit={(event) => {
        event.preventDefault();
        saving.save(draft);
      }}
    >
      {typed(sectionsOf(object, values, t.otherFields)).map((section) => (
        <div key={section.label} className="details-section">
          <h3>{section.label}</h3>
          <FieldForm
            fields={section.fields}
            values={values}
            onChange={change}
            problems={problems}
            required={required}
          />
        </div>
      ))}
      <Problem error={saving.error} />
      <div className="details-acts">
        <Button look="primary" submit busy={saving.busy}>
          {shared.save}
        </Button>
        <Button
          onClick={() => {
            onEdit(null);
          }}
        >
          {shared.cancel}
        </Button>
      </div>
      <Ask fields={object.fields} saving={saving} />
    </form>
  );
}

/** The sections in which there is something to type. */
function typed(sections: readonly Shown[]): readonly Shown[] {
  return sections.filter((section) => section.fields.some((field) => field.readonly !== true));
}

function Ask({ fields, saving }: { fields: readonly Field[]; saving: ReturnType<typeof useSaving> }) {
  if (saving.conflicts === null) return null;
  return (
    <ConflictDialog
      conflicts={saving.conflicts}
      fields={fields}
      by={saving.by}
      busy={saving.busy}
      onDecide={saving.decide}
      onClose={saving.giveUp}
    />
  );
}

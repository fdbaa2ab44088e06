import { useState } from "react";

import type { ObjectDef } from "@/features/objects/api";
import { FieldForm, FieldValue } from "@/features/objects/FieldForm";
import { problemsOf } from "@/features/objects/problems";
import { isEmpty } from "@/features/objects/field-types";
import { sectionsOf } from "@/features/objects/sections";
import type { RecordItem, Values } from "@/features/records/api";
import { ConflictSheet } from "@/features/records/phone/ConflictSheet";
import { usePhoneRecordWords } from "@/features/records/phone/words";
import { useSaving } from "@/features/records/saving";
import { useRecordWords } from "@/features/records/words";
import { say } from "@/lib/i18n";
import { useShared } from "@/lib/words/shared";
import { Button } from "@/ui/phone/Button";
import { Sheet } from "@/ui/phone/Sheet";
import { Problem } from "@/ui/phone/states";
import { toast } from "@/ui/phone/toast";
import "@/features/records/phone/quick-add.css";

interface Props {
  object: ObjectDef;
  record: RecordItem;
  open?: boolean;
}

/** What is known of a record, folded away until it is wanted; changed in a sheet. */
export function Details({ object, record, open = false }: Props) {
  const t = useRecordWords();
  const [editing, setEditing] = useState(false);
  const sections = sectionsOf(object, record.values, t.otherFields)
    .map((section) => ({ ...section, fields: section.fields.filter((field) => !isEmpty(record.values[field.key])) }))
    .filter((section) => section.fields.length > 0);
  return (
    <details className="card details" open={open}>
      <summary>
        <h2>{t.details}</h2>
      </summary>
      {sections.map((section) => (
        <div key={section.label}>
          <h3>{section.label}</h3>
          <dl className="details-list">
            {section.fields.map((field) => (
              <div key={field.key}>
                <dt>{say(field.label)}</dt>
                <dd>
                  <FieldValue field={field} value={record.values[field.key]} />
                </dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
      {record.can.change ? (
        <Button
          wide
          icon="pen"
          onClick={() => {
            setEditing(true);
          }}
        >
          {t.edit}
        </Button>
      ) : null}
      {editing ? (
        <EditSheet
          object={object}
          record={record}
          onClose={() => {
            setEditing(false);
          }}
        />
      ) : null}
    </details>
  );
}

function EditSheet({ object, record, onClose }: Omit<Props, "open"> & { onClose: () => void }) {
  const t = useRecordWords();
  const words = usePhoneRecordWords();
  const shared = useShared();
  const [draft, setDraft] = useState<Values>({});
  const values = { ...record.values, ...draft };
  const saving = useSaving(object.key, record, () => {
    toast(t.saved);
    onClose();
  });
  return (
    <Sheet
      title={`${words.editTitle}：${record.title}`}
      onClose={onClose}
      onSubmit={() => {
        saving.save(draft);
      }}
      foot={
        <Button look="primary" wide submit busy={saving.busy}>
          {shared.save}
        </Button>
      }
    >
      {sectionsOf(object, values, t.otherFields).map((section) => (
        <section key={section.label} aria-label={section.label}>
          <FieldForm
            fields={section.fields}
            values={values}
            problems={problemsOf(saving.error)}
            onChange={(key, value) => {
              setDraft({ ...draft, [key]: value });
            }}
          />
        </section>
      ))}
      <Problem error={saving.error} />
      <ConflictSheet fields={object.fields} saving={saving} />
    </Sheet>
  );
}

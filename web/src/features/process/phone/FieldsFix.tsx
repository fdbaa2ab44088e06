import { useState } from "react";

import type { ObjectDef } from "@/features/objects/api";
import { FieldForm } from "@/features/objects/FieldForm";
import { problemsOf } from "@/features/objects/problems";
import { usePhoneProcessWords } from "@/features/process/phone/words";
import type { RecordItem, Values } from "@/features/records/api";
import { ConflictSheet } from "@/features/records/phone/ConflictSheet";
import { useSaving } from "@/features/records/saving";
import { useRecordWords } from "@/features/records/words";
import { Button } from "@/ui/phone/Button";
import { Problem } from "@/ui/phone/states";
import { toast } from "@/ui/phone/toast";

export interface FieldsFixProps {
  object: ObjectDef;
  record: RecordItem;
  keys: readonly string[];
  onSaved?: () => void;
}

/** Fields that a gate asks for, filled in where one stands. */
export function FieldsFix({ object, record, keys, onSaved }: FieldsFixProps) {
  const t = usePhoneProcessWords();
  const words = useRecordWords();
  const [draft, setDraft] = useState<Values>({});
  const saving = useSaving(object.key, record, () => {
    toast(words.saved);
    onSaved?.();
  });
  return (
    <div className="fields-fix">
      <FieldForm
        fields={keys.flatMap((key) => object.fields.find((field) => field.key === key) ?? [])}
        values={{ ...record.values, ...draft }}
        problems={problemsOf(saving.error)}
        required={keys}
        onChange={(key, value) => {
          setDraft({ ...draft, [key]: value });
        }}
      />
      <Problem error={saving.error} />
      <Button
        look="primary"
        wide
        busy={saving.busy}
        onClick={() => {
          saving.save(draft);
        }}
      >
        {t.saveFields}
      </Button>
      <ConflictSheet fields={object.fields} saving={saving} />
    </div>
  );
}

import { useState } from "react";

import type { Field, ObjectDef } from "@/features/objects/api";
import { FieldForm } from "@/features/objects/FieldForm";
import { problemsOf } from "@/features/objects/problems";
import { useCreate, type RecordItem, type Values } from "@/features/records/api";
import { Twins } from "@/features/records/Twins";
import { likeOf, useTwins } from "@/features/records/sharing";
import { useSharingWords } from "@/features/records/sharingWords";
import { useRecordWords } from "@/features/records/words";
import { say } from "@/lib/i18n";
import { navigate } from "@/lib/router";
import { useShared } from "@/lib/words/shared";
import { Button } from "@/ui/desk/Button";
import { Drawer } from "@/ui/desk/Drawer";
import { Segmented } from "@/ui/desk/choosers";
import { Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";

interface Props {
  objects: readonly ObjectDef[];
  /** Which object to begin with, and what is known already. */
  start: { object: string; values: Values };
  onClose: () => void;
  onMade?: (record: RecordItem) => void;
}

/** A new record from the few fields that matter first; whether it exists already is shown while one types. */
export function QuickAdd({ objects, start, onClose, onMade }: Props) {
  const t = useRecordWords();
  const [key, setKey] = useState(start.object);
  const object = objects.find((one) => one.key === key) ?? objects[0];
  if (object === undefined) return null;
  return (
    <Drawer
      open
      title={t.create(say(object.label))}
      onClose={onClose}
      width={420}
      onOpened={() => {
        document.querySelector<HTMLElement>("#quick-add input")?.focus();
      }}
    >
      {objects.length > 1 && onMade === undefined ? (
        <div className="bar">
          <Segmented
            label={t.createWhat}
            value={object.key}
            onChange={setKey}
            options={objects.map((one) => ({ value: one.key, label: say(one.label) }))}
          />
        </div>
      ) : null}
      <Form
        key={object.key}
        object={object}
        known={object.key === start.object ? start.values : {}}
        onClose={onClose}
        onMade={onMade}
      />
    </Drawer>
  );
}

interface FormProps extends Pick<Props, "onClose"> {
  object: ObjectDef;
  known: Values;
  onMade: Props["onMade"];
}

function Form({ object, known, onClose, onMade }: FormProps) {
  const t = useRecordWords();
  const shared = useShared();
  const create = useCreate(object.key);
  const words = useSharingWords();
  const [draft, setDraft] = useState<Values>(known);
  const like = likeOf(object, draft);
  const twins = useTwins(object.key, like).data;
  const despite = twins !== undefined && twins.items.length > 0;
  const save = () => {
    create.mutate(
      { values: draft, ...(despite ? { despite } : {}) },
      {
        onSuccess: (record) => {
          onClose();
          if (onMade !== undefined) onMade(record);
          else {
            toast(t.created(record.title), {
              label: t.open,
              onClick: () => {
                navigate(`/r/${object.key}/${record.id}`);
              },
            });
          }
        },
      },
    );
  };
  return (
    <form
      id="quick-add"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <FieldForm
        fields={quickFields(object, known)}
        values={draft}
        problems={problemsOf(create.error)}
        onChange={(field, value) => {
          setDraft({ ...draft, [field]: value });
        }}
      />
      <p className="muted">{t.rest}</p>
      <Twins object={object} like={like} twins={twins} most={5} />
      <Problem error={create.error} />
      <div className="details-acts">
        <Button look="primary" submit busy={create.isPending}>
          {despite ? words.createAnyway : shared.save}
        </Button>
        <Button onClick={onClose}>{shared.cancel}</Button>
      </div>
    </form>
  );
}

/** The quick fields, those that must be filled in, and those of which something is known already. */
function quickFields(object: ObjectDef, known: Values): readonly Field[] {
  const wanted = new Set([...object.quick, ...Object.keys(known)]);
  if (wanted.size === 0) wanted.add(object.title);
  const quick = [...wanted].flatMap((key) => object.fields.find((field) => field.key === key) ?? []);
  return [...quick, ...object.fields.filter((field) => field.required === true && !wanted.has(field.key))];
}

import { useState } from "react";

import type { Field, ObjectDef } from "@/features/objects/api";
import { FieldForm } from "@/features/objects/FieldForm";
import { problemsOf } from "@/features/objects/problems";
import { useCreate, type RecordItem, type Values } from "@/features/records/api";
import { Twins } from "@/features/records/Twins";
import { usePhoneRecordWords } from "@/features/records/phone/words";
import { likeOf, useTwins } from "@/features/records/sharing";
import { useSharingWords } from "@/features/records/sharingWords";
import { useDraft } from "@/lib/draft";
import { Button } from "@/ui/phone/Button";
import { Problem } from "@/ui/phone/states";
import "@/features/records/phone/quick-add.css";

interface Props {
  object: ObjectDef;
  /** What is known already: the customer for whom it is made. */
  known: Values;
  /** Whose draft it is; two people may share a phone. */
  person: number;
  onMade: (record: RecordItem) => void;
}

/** A new record from the few fields that matter first. What was typed is still there if the page is left. */
export function QuickAddForm({ object, known, person, onMade }: Props) {
  const t = usePhoneRecordWords();
  const create = useCreate(object.key);
  const [draft, setDraft, drop] = useDraft<Values>(`${person}.add.${object.key}`, {});
  const [returned, setReturned] = useState(Object.keys(draft).length > 0);
  const values = { ...draft, ...known };
  const words = useSharingWords();
  const like = likeOf(object, values);
  const twins = useTwins(object.key, like).data;
  const despite = like.name !== "" && twins !== undefined && twins.items.length > 0;
  const save = () => {
    create.mutate(
      { values: bare(values), ...(despite ? { despite } : {}) },
      {
        onSuccess: (record) => {
          drop();
          onMade(record);
        },
      },
    );
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      {returned ? (
        <p className="draft-back" role="status">
          <span>{t.draftBack}</span>
          <Button
            look="quiet"
            onClick={() => {
              drop();
              setReturned(false);
            }}
          >
            {t.startOver}
          </Button>
        </p>
      ) : null}
      <FieldForm
        fields={quickFields(object, known)}
        values={values}
        problems={problemsOf(create.error)}
        onChange={(field, value) => {
          setDraft({ ...draft, [field]: value });
        }}
      />
      <Twins object={object} like={like} twins={like.name === "" ? undefined : twins} most={3} none={t.noTwins} />
      <Problem error={create.error} />
      <footer className="page-foot">
        <Button look="primary" wide submit busy={create.isPending}>
          {despite ? words.createAnyway : t.saveNext}
        </Button>
        <p className="muted small">{t.draftKept}</p>
      </footer>
    </form>
  );
}

/** The quick fields, and those without which nothing is saved. */
function quickFields(object: ObjectDef, known: Values): readonly Field[] {
  const wanted = new Set(object.quick.length > 0 ? object.quick : [object.title]);
  const quick = [...wanted].flatMap((key) => object.fields.find((field) => field.key === key) ?? []);
  const needed = object.fields.filter((field) => field.required === true && !wanted.has(field.key));
  return [...quick, ...needed].filter((field) => !(field.key in known) || field.type === "reference");
}

/** What is sent: of something found by name its id, and nothing that is empty. */
function bare(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ""));
}

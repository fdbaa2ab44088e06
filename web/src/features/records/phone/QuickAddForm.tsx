import { useState } from "react";

import type { Field, ObjectDef } from "@/features/objects/api";
import { FieldForm } from "@/features/objects/FieldForm";
import { problemsOf } from "@/features/objects/problems";
import { useCreate, useTwins, type RecordItem, type Values } from "@/features/records/api";
import { usePhoneRecordWords } from "@/features/records/phone/words";
import { useRecordWords } from "@/features/records/words";
import { useDraft } from "@/lib/draft";
import { useLang } from "@/lib/i18n";
import { when } from "@/lib/time";
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
  const save = () => {
    create.mutate(
      { values: bare(values) },
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
      <Twins object={object} draft={values} />
      <Problem error={create.error} />
      <footer className="page-foot">
        <Button look="primary" wide submit busy={create.isPending}>
          {t.saveNext}
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

/** Whether somebody has this one already: whose it is and the day of the last contact. */
function Twins({ object, draft }: { object: ObjectDef; draft: Values }) {
  const t = useRecordWords();
  const words = usePhoneRecordWords();
  const lang = useLang();
  const phone = object.fields.find((field) => field.type === "phone")?.key;
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  const name = text(draft[object.title]);
  const twins = useTwins(object.key, { name, ...(phone === undefined ? {} : { phone: text(draft[phone]) }) });
  if (twins.data === undefined || name === "") return null;
  if (twins.data.length === 0) {
    return (
      <p className="twins-none" role="status">
        {words.noTwins}
      </p>
    );
  }
  return (
    <div className="twins" role="status">
      <b>{t.twinsTitle}</b>
      <ul>
        {twins.data.slice(0, 3).map((twin, i) => (
          <li key={i}>
            {t.twin(
              t.alike[twin.alike],
              twin.owner.name,
              twin.last_contact === null ? "" : day(twin.last_contact, lang),
            )}
          </li>
        ))}
      </ul>
      <p>{t.stillCreate}</p>
    </div>
  );
}

/** A day without an hour. */
function day(iso: string, lang: "zh" | "en"): string {
  return when(`${iso.slice(0, 10)}T00:00:00`, lang).replace(/ 00:00$/, "");
}

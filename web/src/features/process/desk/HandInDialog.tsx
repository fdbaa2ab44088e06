import { useId, useState } from "react";

import type { ObjectDef } from "@/features/objects/api";
import { FieldForm } from "@/features/objects/FieldForm";
import { problemsOf } from "@/features/objects/problems";
import { useHandIn, type Handed } from "@/features/process/api";
import type { DeliverableDef } from "@/features/process/shapes";
import { SampleLink } from "@/features/process/StageGuide";
import { useProcessWords } from "@/features/process/words";
import { perform } from "@/lib/perform";
import { useKit } from "@/ui/kit";
import { FileDrop } from "@/ui/desk/FileDrop";
import { Modal } from "@/ui/desk/Modal";
import { Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";

interface Props {
  process: string;
  journeyId: number;
  thing: DeliverableDef;
  object: ObjectDef | undefined;
  values: Readonly<Record<string, unknown>>;
  onClose: () => void;
}

/** Hand in what a stage asks for: choose files, write a text, or fill in a form. */
export function HandInDialog({ process, journeyId, thing, object, values, onClose }: Props) {
  const t = useProcessWords();
  const handIn = useHandIn(journeyId);
  const [handed, setHanded] = useState<Handed | null>(null);
  const send = () => {
    if (handed === null) return;
    perform(handIn, { deliverable: thing.key, handed }, () => {
      toast(thing.review === "none" ? t.handedIn : t.handedInReview);
      onClose();
    });
  };
  return (
    <Modal
      open
      title={t.handInTitle(thing.label)}
      onClose={onClose}
      act={{ label: t.handIn, onClick: send, busy: handIn.isPending, disabled: handed === null }}
    >
      {thing.help === null ? null : <p className="muted">{thing.help}</p>}
      <SampleLink process={process} thing={thing} />
      <Body thing={thing} object={object} values={values} error={handIn.error} onReady={setHanded} />
      {thing.review === "none" ? null : <p className="muted">{t.needsReview[thing.review]}</p>}
      <Problem error={handIn.error} />
    </Modal>
  );
}

interface BodyProps extends Pick<Props, "thing" | "object" | "values"> {
  error: unknown;
  onReady: (handed: Handed | null) => void;
}

function Body(props: BodyProps) {
  const { thing } = props;
  if (thing.kind === "text") return <TextBody {...props} />;
  if (thing.kind === "form") return <FormBody {...props} />;
  return <FilesBody {...props} />;
}

const picked: Readonly<Partial<Record<string, string>>> = { photo: "image/*", audio: "audio/*,video/webm,video/mp4" };

function FilesBody({ thing, onReady }: BodyProps) {
  const t = useProcessWords();
  const [names, setNames] = useState<readonly string[]>([]);
  const accept = picked[thing.kind] ?? thing.types.map((type) => `.${type}`).join(",");
  const facts = [
    ...(thing.types.length > 0 ? [t.accepts(thing.types.join(" / "))] : []),
    ...(thing.count > 1 ? [t.count(thing.count)] : []),
  ];
  return (
    <FileDrop
      lead={names.length > 0 ? <b>{names.join("、")}</b> : t.dropHere}
      choose={names.length > 0 ? t.chooseAnother : t.chooseFile}
      hint={<small className="muted">{facts.join(" · ")}</small>}
      many={thing.count > 1}
      {...(accept === "" ? {} : { accept })}
      onTake={(files) => {
        setNames(files.map((file) => file.name));
        onReady({ files });
      }}
    />
  );
}

function TextBody({ thing, onReady }: BodyProps) {
  const t = useProcessWords();
  const { LongText } = useKit();
  const id = useId();
  const [text, setText] = useState("");
  const length = text.trim().length;
  return (
    <>
      <label htmlFor={id} className="vh">
        {thing.label}
      </label>
      <LongText
        id={id}
        rows={5}
        value={text}
        describedBy={`${id}-count`}
        onChange={(typed) => {
          setText(typed);
          onReady(typed.trim().length >= thing.min_length ? { text: typed } : null);
        }}
      />
      <small id={`${id}-count`} className="muted">
        {t.atLeast(thing.min_length)} · {t.written(length)}
      </small>
    </>
  );
}

function FormBody({ thing, object, values, error, onReady }: BodyProps) {
  const [draft, setDraft] = useState<Readonly<Record<string, unknown>>>({});
  const fields = (object?.fields ?? []).filter((field) => thing.fields.includes(field.key));
  return (
    <FieldForm
      fields={fields}
      values={{ ...values, ...draft }}
      problems={problemsOf(error)}
      required={thing.fields}
      onChange={(key, value) => {
        const next = { ...draft, [key]: value };
        setDraft(next);
        onReady({ answers: { ...pick(values, thing.fields), ...next } });
      }}
    />
  );
}

function pick(values: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(keys.filter((key) => (values[key] ?? null) !== null).map((key) => [key, values[key]]));
}

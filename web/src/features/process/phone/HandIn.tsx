import { useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";

import { AskHere } from "@/features/approvals/phone/RecordApprovals";
import { LogForm } from "@/features/activity/phone/LogForm";
import type { ObjectDef } from "@/features/objects/api";
import { FieldForm } from "@/features/objects/FieldForm";
import { problemsOf } from "@/features/objects/problems";
import { useHandIn, type Handed } from "@/features/process/api";
import { handOver } from "@/features/process/phone/outgoing";
import { SendBox } from "@/features/process/phone/SendBox";
import { usePhoneProcessWords } from "@/features/process/phone/words";
import type { DeliverableDef, Journey } from "@/features/process/shapes";
import { useProcessWords } from "@/features/process/words";
import type { RecordItem, Values } from "@/features/records/api";
import { useDraft } from "@/lib/draft";
import { perform } from "@/lib/perform";
import { shrunk } from "@/lib/photo";
import { navigate } from "@/lib/router";
import { useKit } from "@/ui/kit";
import { Button } from "@/ui/phone/Button";
import { FilePick } from "@/ui/phone/FilePick";
import { Problem } from "@/ui/phone/states";
import { toast } from "@/ui/phone/toast";

interface Props {
  journey: Journey;
  thing: DeliverableDef;
  object: ObjectDef;
  record: RecordItem;
  onDone: () => void;
}

/** The way to hand in one deliverable, by its kind. */
export function HandIn(props: Props) {
  const { journey, thing, onDone } = props;
  const kinds = {
    file: FileWay,
    photo: PhotoWay,
    audio: AudioWay,
    text: TextWay,
    form: FormWay,
    record: RecordWay,
  };
  if (thing.kind === "summary") {
    return <LogForm object={journey.object} id={journey.record_id} kinds={thing.activity_kinds} onDone={onDone} />;
  }
  if (thing.kind === "confirmation") return <SendBox journey={journey} thing={thing} />;
  if (thing.kind === "approval") {
    return <AskHere object={journey.object} id={journey.record_id} asked={thing.approval ?? ""} onDone={onDone} />;
  }
  // Another department does it: nothing to hand in, and the sheet says who waits for whom.
  if (thing.kind === "task") return null;
  const Way = kinds[thing.kind];
  return <Way {...props} />;
}

/** Files leave at once; the sheet may be closed, they are carried on. */
function useCarry({ journey, thing, onDone }: Props) {
  const queries = useQueryClient();
  const words = useProcessWords();
  return async (files: readonly File[]) => {
    const small = thing.kind === "photo" ? await Promise.all(files.map(shrunk)) : files;
    const what = { journeyId: journey.id, deliverable: thing.key, label: thing.label, files: small };
    if (await handOver(queries, what)) {
      toast(thing.review === "none" ? words.handedIn : words.handedInReview);
      onDone();
    }
  };
}

function PhotoWay(props: Props) {
  const t = usePhoneProcessWords();
  const carry = useCarry(props);
  return (
    <div className="file-box">
      <FilePick
        label={t.takePhoto}
        icon="camera"
        accept="image/*"
        capture="environment"
        onPick={(f) => void carry(f)}
      />
      <FilePick label={t.fromAlbum} icon="file" accept="image/*" many second onPick={(f) => void carry(f)} />
      <p className="muted small">{t.photoNote}</p>
    </div>
  );
}

function AudioWay(props: Props) {
  const t = usePhoneProcessWords();
  const carry = useCarry(props);
  return <FilePick label={t.record} icon="mic" accept="audio/*,video/webm,video/mp4" onPick={(f) => void carry(f)} />;
}

function FileWay(props: Props) {
  const t = usePhoneProcessWords();
  const words = useProcessWords();
  const carry = useCarry(props);
  const { thing } = props;
  const accept = thing.types.map((type) => `.${type}`).join(",");
  return (
    <div className="file-box">
      <FilePick
        label={t.pickFile}
        icon="file"
        many={thing.count > 1}
        onPick={(files) => void carry(files)}
        {...(accept === "" ? {} : { accept })}
      />
      {thing.types.length === 0 ? null : <p className="muted small">{words.accepts(thing.types.join(" / "))}</p>}
    </div>
  );
}

function useSend({ journey, thing, onDone }: Props) {
  const words = useProcessWords();
  const handIn = useHandIn(journey.id);
  const send = (handed: Handed, after: () => void) => {
    perform(handIn, { deliverable: thing.key, handed }, () => {
      after();
      toast(thing.review === "none" ? words.handedIn : words.handedInReview);
      onDone();
    });
  };
  return { send, busy: handIn.isPending, error: handIn.error };
}

function TextWay(props: Props) {
  const { journey, thing } = props;
  const t = usePhoneProcessWords();
  const words = useProcessWords();
  const { LongText } = useKit();
  const id = useId();
  const [text, setText, drop] = useDraft(`journey.${journey.id}.${thing.key}`, "");
  const [early, setEarly] = useState(false);
  const { send, busy, error } = useSend(props);
  const short = thing.min_length - text.trim().length;
  return (
    <div className="way">
      <label className="vh" htmlFor={id}>
        {thing.label}
      </label>
      <LongText id={id} rows={6} value={text} onChange={setText} invalid={early && short > 0} describedBy={`${id}-n`} />
      <p className="count-line" id={`${id}-n`} role="status">
        <span>{words.written(text.trim().length)}</span>
        <span>{short > 0 ? t.tooShort(short) : t.enough}</span>
      </p>
      <Problem error={error} />
      <Button
        look="primary"
        wide
        busy={busy}
        onClick={() => {
          if (short > 0) setEarly(true);
          else send({ text }, drop);
        }}
      >
        {words.handIn}
      </Button>
    </div>
  );
}

function FormWay(props: Props) {
  const { thing, object, record } = props;
  const words = useProcessWords();
  const [draft, setDraft] = useState<Values>({});
  const { send, busy, error } = useSend(props);
  const known = Object.fromEntries(thing.fields.map((key) => [key, record.values[key] ?? null]));
  const answers = Object.fromEntries(Object.entries({ ...known, ...draft }).filter(([, value]) => value !== null));
  return (
    <div className="way">
      <FieldForm
        fields={object.fields.filter((field) => thing.fields.includes(field.key))}
        values={answers}
        required={thing.fields}
        problems={problemsOf(error)}
        onChange={(key, value) => {
          setDraft({ ...draft, [key]: value });
        }}
      />
      <Problem error={error} />
      <Button
        look="primary"
        wide
        busy={busy}
        onClick={() => {
          send({ answers }, () => {
            setDraft({});
          });
        }}
      >
        {words.handIn}
      </Button>
    </div>
  );
}

/** A record of another object that points at this one: the quick add begins with the reference filled in. */
function RecordWay({ journey, thing }: Props) {
  const words = useProcessWords();
  return (
    <Button
      look="primary"
      wide
      onClick={() => {
        navigate(`/add/${thing.object ?? ""}?for=${journey.object}.${journey.record_id}`);
      }}
    >
      {words.fix.record}
    </Button>
  );
}

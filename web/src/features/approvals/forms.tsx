import { useId, useState } from "react";

import type { Act, Approval } from "@/features/approvals/api";
import type { Parts } from "@/features/approvals/parts";
import { useApprovalWords } from "@/features/approvals/words";
import { findPeople } from "@/features/org/api";
import { useKit, type Found } from "@/ui/kit";

export interface FormProps {
  approval: Approval;
  parts: Parts;
  busy: boolean;
  onDo: (what: Act) => void;
  onClose: () => void;
}

async function lookUp(text: string): Promise<readonly Found[]> {
  return await findPeople(text);
}

const ASKER = "";
const OTHER = "other";

/** Send it back: one tap on a reason is enough; another one is written. */
export function BackForm({ approval, parts, busy, onDo, onClose }: FormProps) {
  const t = useApprovalWords();
  const { Chips, Button } = parts;
  const [to, setTo] = useState(ASKER);
  const [writing, setWriting] = useState(false);
  const send = (reason: string) => {
    onDo({ do: "send_back", to: to === ASKER ? null : to, reason });
  };
  const places = [
    { value: ASKER, label: t.toAsker(approval.asker.name) },
    ...approval.back_to.map(({ key, label }) => ({ value: key, label })),
  ];
  if (writing)
    return (
      <Written parts={parts} busy={busy} label={t.reason} hint={t.reasonHint} needed onDo={send} onClose={onClose} />
    );
  return (
    <>
      {places.length > 1 ? <Chips label={t.backTo} options={places} value={to} onChange={setTo} /> : null}
      <Chips
        label={t.reason}
        options={[...t.reasons.map((one) => ({ value: one, label: one })), { value: OTHER, label: t.other }]}
        value=""
        onChange={(chosen) => {
          if (chosen === OTHER) setWriting(true);
          else send(chosen);
        }}
      />
      <div className="bar">
        <Button look="quiet" onClick={onClose}>
          {t.cancel}
        </Button>
      </div>
    </>
  );
}

/** A no, a withdrawal or a second try, with a word to the others. */
export function WordForm(props: FormProps & { what: "refuse" | "withdraw" | "resubmit" }) {
  const { what, onDo } = props;
  const t = useApprovalWords();
  return (
    <Written
      {...props}
      label={what === "refuse" ? t.reason : t.word}
      hint={t.reasonHint}
      needed={what === "refuse"}
      onDo={(reason) => {
        onDo(what === "refuse" ? { do: "answer", yes: false, reason } : { do: what, reason });
      }}
    />
  );
}

/** Choose a colleague who decides instead, or signs as well. */
export function PersonForm({ parts, busy, onDo, onClose, what }: FormProps & { what: "delegate" | "add_signer" }) {
  const t = useApprovalWords();
  const { Lookup } = useKit();
  const { Chips } = parts;
  const id = useId();
  const [whom, setWhom] = useState<Found | null>(null);
  const [place, setPlace] = useState<keyof typeof t.places>("before");
  const [early, setEarly] = useState(false);
  return (
    <>
      <label htmlFor={id}>{what === "delegate" ? t.delegateTo : t.signer}</label>
      <Lookup id={id} value={whom} onChange={setWhom} search={lookUp} invalid={early && whom === null} />
      {early && whom === null ? <p role="alert">{t.pick}</p> : null}
      {what === "add_signer" ? (
        <Chips
          label={t.place}
          options={(["before", "beside", "after"] as const).map((value) => ({ value, label: t.places[value] }))}
          value={place}
          onChange={(chosen) => {
            setPlace(chosen as keyof typeof t.places);
          }}
        />
      ) : null}
      <Written
        parts={parts}
        busy={busy}
        label={t.word}
        hint={t.reasonHint}
        onClose={onClose}
        onDo={(reason) => {
          if (whom === null) setEarly(true);
          else if (what === "delegate") onDo({ do: what, person_id: whom.id, reason });
          else onDo({ do: what, person_id: whom.id, place, reason });
        }}
      />
    </>
  );
}

interface WrittenProps {
  parts: Parts;
  busy: boolean;
  label: string;
  hint: string;
  needed?: boolean;
  onDo: (text: string) => void;
  onClose: () => void;
}

/** A few words, and the button that sends them. */
export function Written({ parts, busy, label, hint, needed = false, onDo, onClose }: WrittenProps) {
  const t = useApprovalWords();
  const { LongText } = useKit();
  const { Button } = parts;
  const id = useId();
  const [text, setText] = useState("");
  const [early, setEarly] = useState(false);
  const lacking = needed && early && text.trim() === "";
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <LongText id={id} rows={2} value={text} onChange={setText} invalid={lacking} describedBy={`${id}-hint`} />
      <small id={`${id}-hint`} className="muted" {...(lacking ? { role: "alert" } : {})}>
        {hint}
      </small>
      <div className="bar">
        <Button
          look="primary"
          busy={busy}
          onClick={() => {
            if (needed && text.trim() === "") setEarly(true);
            else onDo(text.trim());
          }}
        >
          {t.send}
        </Button>
        <Button look="quiet" onClick={onClose}>
          {t.cancel}
        </Button>
      </div>
    </>
  );
}

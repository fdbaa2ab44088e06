import { useState } from "react";

import { PickBox } from "@/features/design/desk/boxes";
import { ValueBox } from "@/features/design/desk/conditions/ValueBox";
import { choicesOf } from "@/features/design/choices";
import { begun, first, kindOf, phraseOf, phrases, type Phrase } from "@/features/design/conditions/phrases";
import { phraseSaid, useConditionWords } from "@/features/design/conditions/said";
import type { Body, DesignObject } from "@/features/design/shapes";
import type { Compare } from "@/lib/conditions";
import { say } from "@/lib/i18n";
import { isoDay } from "@/lib/time";

interface Props {
  object: DesignObject;
  body: Body;
  value: Compare;
  onChange: (value: Compare) => void;
}

/** One sentence: which field, how it is compared, with what. */
export function Sentence({ object, body, value, onChange }: Props) {
  const t = useConditionWords();
  // A comparison that only a person can finish waits here until its value is typed.
  const [asked, setAsked] = useState<Phrase | null>(null);
  const field = object.fields.find(({ key }) => key === value.field);
  const choices = choicesOf(body, field);
  const kind = kindOf(field);
  const said = phraseOf(value);
  const phrase = asked ?? said;
  const offered = phrases[kind].includes(said) ? phrases[kind] : [...phrases[kind], said];
  const fields = object.fields.map((one) => ({ value: one.key, label: say(one.label) }));
  return (
    <>
      <PickBox
        label={t.field}
        value={value.field}
        options={field === undefined ? [...fields, { value: value.field, label: t.gone(value.field) }] : fields}
        onPick={(key) => {
          const next = object.fields.find((one) => one.key === key);
          setAsked(null);
          if (next !== undefined) onChange(begun(next, choicesOf(body, next)));
        }}
      />
      <PickBox
        label={t.how}
        value={phrase}
        options={offered.map((one) => ({ value: one, label: phraseSaid(one, kind, t) }))}
        onPick={(picked) => {
          if (field === undefined) return;
          const next = picked as Phrase;
          const made = kept(value, said, next) ?? first(field, choices, next, isoDay(new Date()));
          setAsked(made === null ? next : null);
          if (made !== null) onChange(made);
        }}
      />
      <ValueBox
        key={phrase}
        field={field}
        choices={choices}
        phrase={phrase}
        value={asked === null ? (value.value ?? null) : null}
        onKeep={(next) => {
          setAsked(null);
          onChange({ field: value.field, op: phrase.split(":")[0] as Compare["op"], value: next });
        }}
      />
      {asked === null ? null : <small className="condition-wanting">{t.unfinished}</small>}
    </>
  );
}

/** The same value under another comparison, where it has the same shape. */
function kept(value: Compare, said: Phrase, next: Phrase): Compare | null {
  const [op, shape] = next.split(":") as [Compare["op"], string];
  const same = shape !== "none" && shape === said.split(":")[1];
  return same ? { ...value, op } : null;
}

import { useId } from "react";

import { PickBox, TextBox } from "@/features/design/desk/boxes";
import {
  amountOf,
  isList,
  isRelative,
  kindOf,
  relative,
  unitOf,
  type Phrase,
  type Shape,
} from "@/features/design/conditions/phrases";
import { useConditionWords } from "@/features/design/conditions/said";
import type { Choice, DesignField } from "@/features/design/shapes";
import type { Compare, Scalar } from "@/lib/conditions";
import { say } from "@/lib/i18n";
import { useKit, type Option } from "@/ui/kit";

type Value = NonNullable<Compare["value"]>;

interface Props {
  field: DesignField | undefined;
  choices: readonly Choice[];
  phrase: Phrase;
  value: Value | null;
  onKeep: (value: Value) => void;
}

/** With what a field is compared, in the way its type and the comparison ask for. */
export function ValueBox(props: Props) {
  const shape = props.phrase.split(":")[1] as Shape;
  if (shape === "none") return null;
  const Box = { one: OneBox, list: ListBox, two: TwoBox, past: SpanBox, next: SpanBox, ago: SpanBox, ahead: SpanBox }[
    shape
  ];
  return <Box {...props} />;
}

function OneBox({ value, onKeep, ...rest }: Props) {
  const t = useConditionWords();
  const one = value === null || isList(value) || isRelative(value) ? null : value;
  return <ScalarBox {...rest} label={t.value} value={one} onKeep={onKeep} />;
}

function TwoBox({ value, onKeep, ...rest }: Props) {
  const t = useConditionWords();
  const [low = null, high = null] = isList(value) ? value : [];
  const keep = (one: Scalar | null, other: Scalar | null) => {
    const [from, to] = [one ?? other, other ?? one];
    if (from !== null && to !== null) onKeep([from, to]);
  };
  return (
    <>
      <ScalarBox
        {...rest}
        label={t.low}
        value={low}
        onKeep={(next) => {
          keep(next, high);
        }}
      />
      <span aria-hidden="true">–</span>
      <ScalarBox
        {...rest}
        label={t.high}
        value={high}
        onKeep={(next) => {
          keep(low, next);
        }}
      />
    </>
  );
}

function ListBox({ field, choices, value, onKeep }: Props) {
  const t = useConditionWords();
  const { Choices } = useKit();
  const id = useId();
  const chosen = isList(value) ? value.map(String) : [];
  const numbers = kindOf(field) === "number";
  if (choices.length === 0) {
    const keep = (text: string) => {
      const each = text.split(/[、，,]/).map((one) => one.trim());
      const said = numbers ? each.map(numberOf).filter((one) => one !== null) : each.filter((one) => one !== "");
      if (said.length > 0) onKeep(said);
    };
    return (
      <span className="condition-typed">
        <TextBox label={t.value} needed placeholder={t.listHint} value={chosen.join(t.listed)} onKeep={keep} />
      </span>
    );
  }
  return (
    <span className="condition-many">
      <label className="vh" htmlFor={id}>
        {t.value}
      </label>
      <Choices
        id={id}
        value={chosen}
        options={choiceOptions(choices)}
        onChange={(keys) => {
          if (keys.length > 0) onKeep(keys);
        }}
      />
    </span>
  );
}

function SpanBox({ field, value, phrase, onKeep }: Props) {
  const t = useConditionWords();
  const shape = phrase.split(":")[1] as Shape;
  const given = value !== null && isRelative(value) ? value : { days: 7 };
  const unit = unitOf(given);
  const amount = Math.abs(amountOf(given));
  return (
    <>
      <span className="condition-number">
        <TextBox
          label={t.amount}
          numeric
          needed
          value={String(amount)}
          onKeep={(text) => {
            if (/^\d{1,5}$/.test(text)) onKeep(relative(shape, unit, Number(text)));
          }}
        />
      </span>
      {kindOf(field) === "datetime" ? (
        <PickBox
          label={t.unit}
          value={unit}
          options={(["days", "hours"] as const).map((one) => ({ value: one, label: t.times[one] }))}
          onPick={(picked) => {
            onKeep(relative(shape, picked === "hours" ? "hours" : "days", amount));
          }}
        />
      ) : (
        <span>{t.times[unit]}</span>
      )}
    </>
  );
}

interface ScalarProps {
  field: DesignField | undefined;
  choices: readonly Choice[];
  label: string;
  value: Scalar | null;
  onKeep: (value: Scalar) => void;
}

function ScalarBox({ field, choices, label, value, onKeep }: ScalarProps) {
  const t = useConditionWords();
  const kind = kindOf(field);
  const text = value === null ? "" : String(value);
  if (kind === "boolean") {
    const options = [
      { value: "true", label: t.yes },
      { value: "false", label: t.no },
    ];
    const pick = (picked: string) => {
      onKeep(picked === "true");
    };
    return <PickBox label={label} value={text} options={options} onPick={pick} />;
  }
  if (choices.length > 0)
    return <PickBox label={label} value={text} options={choiceOptions(choices)} onPick={onKeep} />;
  if (kind === "date") return <DayOf label={label} value={text} onKeep={onKeep} />;
  if (kind === "datetime") return <MomentBox label={label} value={text} onKeep={onKeep} />;
  return <Typed label={label} field={field} value={text} onKeep={onKeep} />;
}

interface TextProps {
  label: string;
  value: string;
  onKeep: (value: Scalar) => void;
}

function Typed({ label, field, value, onKeep }: TextProps & { field: DesignField | undefined }) {
  const kind = kindOf(field);
  const keep = (typed: string) => {
    const said = kind === "number" || kind === "pointer" ? numberOf(typed) : typed;
    if (said !== null) onKeep(said);
  };
  return (
    <span className="condition-typed">
      <TextBox label={label} needed numeric={kind === "number"} value={value} onKeep={keep} />
      {field?.unit ? <span>{field.unit}</span> : null}
    </span>
  );
}

function DayOf({ label, value, onKeep }: TextProps) {
  const { Day } = useKit();
  const id = useId();
  return (
    <span className="condition-day">
      <label className="vh" htmlFor={id}>
        {label}
      </label>
      <Day
        id={id}
        value={value === "" ? null : value}
        onChange={(day) => {
          if (day !== null) onKeep(day);
        }}
      />
    </span>
  );
}

/** A moment in the time of the office. */
function MomentBox({ label, value, onKeep }: TextProps) {
  return (
    <input
      type="datetime-local"
      className="native-box"
      aria-label={label}
      defaultValue={value.slice(0, 16)}
      onBlur={(event) => {
        const { value: typed } = event.target;
        if (typed !== "" && typed !== value.slice(0, 16)) onKeep(`${typed}+08:00`);
      }}
    />
  );
}

function choiceOptions(choices: readonly Choice[]): Option[] {
  return choices.map(({ key, label }) => ({ value: key, label: say(label) }));
}

/** The number somebody typed; null where it is none. */
function numberOf(text: string): number | null {
  const said = text.trim().replace("。", ".");
  return /^-?\d{1,15}(\.\d{1,6})?$/.test(said) ? Number(said) : null;
}

import { useId, type ComponentProps } from "react";

import { useShared } from "@/lib/words/shared";
import { Drawing } from "@/ui/Drawing";
import type { Kit, TextKind } from "@/ui/kit";
import { Row } from "@/ui/phone/Chips";
import { FileBox } from "@/ui/phone/FileBox";
import { Lookup } from "@/ui/phone/Lookup";
import "@/ui/phone/kit.css";

type Props<Name extends keyof Kit> = ComponentProps<Kit[Name]>;

/** What every control passes on to the element a person really touches. */
function told(props: {
  id: string;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
  onLeave?: (() => void) | undefined;
  placeholder?: string | undefined;
}) {
  return {
    id: props.id,
    className: "control",
    "aria-invalid": props.invalid ?? false,
    ...(props.describedBy === undefined ? {} : { "aria-describedby": props.describedBy }),
    ...(props.onLeave === undefined ? {} : { onBlur: props.onLeave }),
    ...(props.placeholder === undefined ? {} : { placeholder: props.placeholder }),
  };
}

/** Which keyboard the phone shows, and which elements it helps to fill in. */
const keyboards: Readonly<Record<TextKind, { type: string; inputMode?: "decimal" | "numeric" | "search" }>> = {
  text: { type: "text" },
  tel: { type: "tel" },
  email: { type: "email" },
  url: { type: "url" },
  search: { type: "search", inputMode: "search" },
  decimal: { type: "text", inputMode: "decimal" },
  integer: { type: "text", inputMode: "numeric" },
};

function Text(props: Props<"Text">) {
  const { kind = "text", value, onChange, unit, maxLength, readOnly = false, autoComplete = "off" } = props;
  return (
    <span className="text-box">
      <input
        {...told(props)}
        {...keyboards[kind]}
        value={value}
        readOnly={readOnly}
        autoComplete={autoComplete}
        onChange={(event) => {
          onChange(event.target.value);
        }}
        {...(maxLength === undefined ? {} : { maxLength })}
      />
      {unit === undefined ? null : <span className="text-unit">{unit}</span>}
    </span>
  );
}

function LongText(props: Props<"LongText">) {
  const { value, onChange, rows = 4 } = props;
  return (
    <textarea
      {...told(props)}
      rows={rows}
      value={value}
      onChange={(event) => {
        onChange(event.target.value);
      }}
    />
  );
}

const few = 6;

/** A few choices are chips, one tap each; many are the phone's own list. */
function Choice(props: Props<"Choice">) {
  const t = useShared();
  const name = useId();
  const { id, options, value, onChange } = props;
  if (options.length <= few) {
    return (
      <div id={id} role="radiogroup" aria-labelledby={`${id}-label`}>
        <Row name={name} options={options} value={value} onChange={onChange} />
      </div>
    );
  }
  return (
    <select
      {...told(props)}
      value={value ?? ""}
      onChange={(event) => {
        onChange(event.target.value === "" ? null : event.target.value);
      }}
    >
      <option value="">{t.choose}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

function Choices({ id, options, value, onChange }: Props<"Choices">) {
  return (
    <div id={id} role="group" aria-labelledby={`${id}-label`} className="chips-row">
      {options.map((option) => (
        <label key={option.value} className="chip">
          <input
            type="checkbox"
            checked={value.includes(option.value)}
            onChange={(event) => {
              const others = value.filter((one) => one !== option.value);
              onChange(event.target.checked ? [...others, option.value] : others);
            }}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}

function Toggle({ id, value, onChange }: Props<"Toggle">) {
  const t = useShared();
  const name = useId();
  const options = [
    { value: "yes", label: t.yes },
    { value: "no", label: t.no },
  ];
  return (
    <div id={id} role="radiogroup" aria-labelledby={`${id}-label`}>
      <Row
        name={name}
        options={options}
        value={value === null ? null : value ? "yes" : "no"}
        onChange={(chosen) => {
          onChange(chosen === "yes");
        }}
      />
    </div>
  );
}

function Day(props: Props<"Day">) {
  const { value, onChange } = props;
  return (
    <input
      {...told(props)}
      type="date"
      value={value ?? ""}
      onChange={(event) => {
        onChange(event.target.value === "" ? null : event.target.value);
      }}
    />
  );
}

/** The browser's clock speaks of this place; the server is told the moment itself. */
function Moment(props: Props<"Moment">) {
  const { value, onChange } = props;
  return (
    <input
      {...told(props)}
      type="datetime-local"
      value={value === null ? "" : local(value)}
      onChange={(event) => {
        onChange(event.target.value === "" ? null : new Date(event.target.value).toISOString());
      }}
    />
  );
}

function local(instant: string): string {
  const then = new Date(instant);
  return new Date(then.getTime() - then.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The phone's controls: the browser's own elements, large enough for a thumb. */
export const phoneKit: Kit = {
  Text,
  LongText,
  Choice,
  Choices,
  Toggle,
  Day,
  Moment,
  Lookup,
  Files: FileBox,
  Drawing,
};

import { useId, type ComponentProps } from "react";

import { useDesignWords } from "@/features/design/words";
import { useShared } from "@/lib/words/shared";
import type { Kit } from "@/ui/kit";

type Props<Name extends keyof Kit> = ComponentProps<Kit[Name]>;

/**
 * The controls of a phone as they are shown on the desk: they can be filled in, so that one sees which sections
 * appear, and reach nothing: no record is looked up and no file is sent.
 */
function told(props: { id: string; describedBy?: string | undefined }) {
  return {
    id: props.id,
    className: "preview-control",
    ...(props.describedBy === undefined ? {} : { "aria-describedby": props.describedBy }),
  };
}

function Text(props: Props<"Text">) {
  const { value, onChange, unit } = props;
  return (
    <span className="preview-text">
      <input
        {...told(props)}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      {unit === undefined ? null : <span>{unit}</span>}
    </span>
  );
}

function LongText(props: Props<"LongText">) {
  return (
    <textarea
      {...told(props)}
      rows={2}
      value={props.value}
      onChange={(event) => {
        props.onChange(event.target.value);
      }}
    />
  );
}

const few = 6;

function Choice(props: Props<"Choice">) {
  const t = useShared();
  const name = useId();
  const { id, options, value, onChange } = props;
  if (options.length <= few) {
    return (
      <span id={id} role="radiogroup" aria-labelledby={`${id}-label`} className="preview-chips">
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              checked={value === option.value}
              onChange={() => {
                onChange(option.value);
              }}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </span>
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
    <span id={id} role="group" aria-labelledby={`${id}-label`} className="preview-chips">
      {options.map((option) => (
        <label key={option.value}>
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
    </span>
  );
}

function Toggle({ value, onChange, ...rest }: Props<"Toggle">) {
  const t = useShared();
  const options = [
    { value: "yes", label: t.yes },
    { value: "no", label: t.no },
  ];
  return (
    <Choice
      {...rest}
      options={options}
      value={value === null ? null : value ? "yes" : "no"}
      onChange={(chosen) => {
        onChange(chosen === "yes");
      }}
    />
  );
}

function Day(props: Props<"Day">) {
  return <Dated {...props} type="date" shown={props.value ?? ""} />;
}

function Moment(props: Props<"Moment">) {
  return <Dated {...props} type="datetime-local" shown={(props.value ?? "").slice(0, 16)} />;
}

function Dated(props: Props<"Day"> & { type: string; shown: string }) {
  return (
    <input
      {...told(props)}
      type={props.type}
      value={props.shown}
      onChange={(event) => {
        props.onChange(event.target.value === "" ? null : event.target.value);
      }}
    />
  );
}

/** Something that would be looked up: what is typed stands for it. */
function Lookup(props: Props<"Lookup">) {
  const { value, onChange } = props;
  return (
    <input
      {...told(props)}
      value={value?.name ?? ""}
      onChange={(event) => {
        onChange(event.target.value === "" ? null : { id: 1, name: event.target.value });
      }}
    />
  );
}

function Files({ id }: Props<"Files">) {
  const t = useDesignWords();
  return (
    <span id={id} className="preview-file">
      {t.previewFile}
    </span>
  );
}

function Drawing({ id }: Props<"Drawing">) {
  const t = useDesignWords();
  return (
    <span id={id} className="preview-file">
      {t.previewSign}
    </span>
  );
}

/** What forms are made of in a preview. */
export const previewKit: Kit = { Text, LongText, Choice, Choices, Toggle, Day, Moment, Lookup, Files, Drawing };

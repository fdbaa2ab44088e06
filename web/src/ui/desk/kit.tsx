import { Input, Select, Switch } from "antd";
import { useEffect, useMemo, useState, type ComponentProps } from "react";

import { useShared } from "@/lib/words/shared";
import { DayBox, MomentBox } from "@/ui/desk/DayBox";
import { tabLeaves } from "@/ui/desk/tabLeaves";
import { Drawing } from "@/ui/Drawing";
import { Files } from "@/ui/Files";
import type { Found, Kit, TextKind } from "@/ui/kit";

type Props<Name extends keyof Kit> = ComponentProps<Kit[Name]>;

/** What every control passes on to the element a person really touches. */
function told(props: {
  id: string;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
  onLeave?: (() => void) | undefined;
}) {
  return {
    id: props.id,
    "aria-invalid": props.invalid ?? false,
    ...(props.describedBy === undefined ? {} : { "aria-describedby": props.describedBy }),
    ...(props.onLeave === undefined ? {} : { onBlur: props.onLeave }),
    ...(props.invalid === true ? { status: "error" as const } : {}),
  };
}

const modes: Readonly<Partial<Record<TextKind, "decimal" | "numeric" | "tel" | "email" | "url">>> = {
  decimal: "decimal",
  integer: "numeric",
  tel: "tel",
  email: "email",
  url: "url",
};

/** Without the props nobody gave: the library takes "undefined" for a wish. */
function defined<Props extends object>(props: Props): { [Name in keyof Props]: NonNullable<Props[Name]> } {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as never;
}

function Text(props: Props<"Text">) {
  const { kind = "text", value, onChange, unit, placeholder, maxLength, autoComplete, readOnly = false } = props;
  const given = { inputMode: modes[kind], suffix: unit, placeholder, maxLength, autoComplete };
  return (
    <Input
      {...told(props)}
      value={value}
      readOnly={readOnly}
      onChange={(event) => {
        onChange(event.target.value);
      }}
      {...defined(given)}
    />
  );
}

function LongText(props: Props<"LongText">) {
  const { value, onChange, rows = 3, placeholder } = props;
  return (
    <Input.TextArea
      {...told(props)}
      value={value}
      autoSize={{ minRows: rows, maxRows: 12 }}
      onChange={(event) => {
        onChange(event.target.value);
      }}
      {...(placeholder === undefined ? {} : { placeholder })}
    />
  );
}

function Choice(props: Props<"Choice">) {
  const t = useShared();
  const { options, value, onChange } = props;
  return (
    <Select<string | null>
      {...told(props)}
      {...tabLeaves}
      className="wide"
      allowClear
      showSearch={{ optionFilterProp: "label" }}
      placeholder={props.placeholder ?? t.choose}
      options={[...options]}
      value={value}
      onChange={(chosen: string | null | undefined) => {
        onChange(chosen ?? null);
      }}
    />
  );
}

function Choices(props: Props<"Choices">) {
  const t = useShared();
  const { options, value, onChange } = props;
  return (
    <Select<string[]>
      {...told(props)}
      {...tabLeaves}
      className="wide"
      mode="multiple"
      showSearch={{ optionFilterProp: "label" }}
      placeholder={props.placeholder ?? t.choose}
      options={[...options]}
      value={[...value]}
      onChange={onChange}
    />
  );
}

function Toggle(props: Props<"Toggle">) {
  const t = useShared();
  const { id, value, onChange } = props;
  return (
    <Switch id={id} checked={value === true} checkedChildren={t.yes} unCheckedChildren={t.no} onChange={onChange} />
  );
}

function Lookup(props: Props<"Lookup">) {
  const t = useShared();
  const { value, onChange, search } = props;
  const [text, setText] = useState("");
  const [found, setFound] = useState<readonly Found[]>([]);
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(() => {
      search(text).then(
        (answer) => {
          if (!stale) setFound(answer);
        },
        () => {
          if (!stale) setFound([]);
        },
      );
    }, 200);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [text, search]);
  const options = useMemo(() => {
    const shown = value !== null && !found.some((one) => one.id === value.id) ? [value, ...found] : found;
    return shown.map((one) => ({ value: one.id, label: one.name, hint: one.hint }));
  }, [found, value]);
  return (
    <Select<number | null>
      {...told(props)}
      {...tabLeaves}
      className="wide"
      allowClear
      showSearch={{ filterOption: false, onSearch: setText }}
      placeholder={props.placeholder ?? t.search}
      options={options}
      optionRender={(option) => (
        <span>
          {option.label} <small className="muted">{option.data["hint"]}</small>
        </span>
      )}
      value={value?.id ?? null}
      onChange={(id: number | null | undefined) => {
        const chosen = options.find((option) => option.value === id);
        onChange(chosen === undefined ? null : { id: chosen.value, name: chosen.label });
      }}
    />
  );
}

/** The desk's controls. */
export const deskKit: Kit = {
  Text,
  LongText,
  Choice,
  Choices,
  Toggle,
  Day: DayBox,
  Moment: MomentBox,
  Lookup,
  Files,
  Drawing,
};

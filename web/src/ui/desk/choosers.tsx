import { Dropdown, Segmented as AntdSegmented, Select as AntdSelect } from "antd";
import { useId, type ReactElement } from "react";

import { tabLeaves } from "@/ui/desk/tabLeaves";
import type { Option } from "@/ui/kit";

/** A few choices side by side, one of them chosen. */
export function Segmented(props: {
  options: readonly Option[];
  value: string;
  onChange: (value: string) => void;
  label: string;
}) {
  return (
    <AntdSegmented<string>
      aria-label={props.label}
      options={[...props.options]}
      value={props.value}
      onChange={props.onChange}
    />
  );
}

/** A few choices in as many lines as they need, one of them chosen. */
export function Chips(props: {
  options: readonly Option[];
  value: string;
  onChange: (value: string) => void;
  label: string;
}) {
  const name = useId();
  return (
    <fieldset className="chips">
      <legend className="vh">{props.label}</legend>
      {props.options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            checked={option.value === props.value}
            onChange={() => {
              props.onChange(option.value);
            }}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Choices that belong together, under a heading. */
interface Group {
  readonly label: string;
  readonly options: readonly Option[];
}

interface SelectProps {
  options: readonly (Option | Group)[];
  value: string | null;
  onChange: (value: string | null) => void;
  label: string;
  clearable?: boolean;
  width?: number;
  placeholder?: string;
}

/** One choice of a list; with more than eight one can type to find it. */
export function Select({ options, value, onChange, label, clearable = false, width = 140, placeholder }: SelectProps) {
  const many = options.reduce((n, one) => n + ("options" in one ? one.options.length : 1), 0) > 8;
  return (
    <AntdSelect<string | null>
      {...tabLeaves}
      aria-label={label}
      style={{ width }}
      options={options.map((one) => ("options" in one ? { ...one, options: [...one.options] } : one))}
      value={value}
      placeholder={placeholder ?? label}
      allowClear={clearable}
      {...(many ? { showSearch: { optionFilterProp: "label" as const } } : {})}
      onChange={(chosen: string | null | undefined) => {
        onChange(chosen ?? null);
      }}
    />
  );
}

export interface MenuItem {
  key: string;
  label: string;
  danger?: boolean;
  onClick: () => void;
}

/** A button that opens a list of things to do. */
export function Menu({ items, children }: { items: readonly MenuItem[]; children: ReactElement }) {
  return (
    <Dropdown
      // eslint-disable-next-line jsx-a11y/no-autofocus -- who opens a list by a key walks it by keys
      autoFocus
      trigger={["click"]}
      menu={{ items: items.map(({ key, label, danger = false, onClick }) => ({ key, label, danger, onClick })) }}
    >
      {children}
    </Dropdown>
  );
}

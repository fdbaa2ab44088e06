import { Button as Antd } from "antd";
import type { ReactNode, Ref } from "react";

interface Props {
  children?: ReactNode;
  onClick?: () => void;
  look?: "primary" | "plain" | "quiet" | "danger";
  size?: "small" | "normal";
  icon?: ReactNode;
  busy?: boolean;
  disabled?: boolean;
  submit?: boolean;
  wide?: boolean;
  label?: string;
  title?: string;
  pressed?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

const looks = {
  primary: { type: "primary" },
  plain: { type: "default" },
  quiet: { type: "text" },
  danger: { type: "default", danger: true },
} as const;

/** A button. `label` names it where it shows only an icon. */
export function Button({ look = "plain", size, busy = false, submit, wide, label, pressed, ...rest }: Props) {
  return (
    <Antd
      {...looks[look]}
      {...rest}
      {...defined({ "aria-label": label, "aria-pressed": pressed, block: wide })}
      size={size === "small" ? "small" : "middle"}
      htmlType={submit === true ? "submit" : "button"}
      loading={busy}
    />
  );
}

function defined(props: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));
}

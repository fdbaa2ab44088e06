import type { ReactNode } from "react";

import { Icon, type IconName } from "@/ui/phone/Icon";

interface Props {
  children: ReactNode;
  onClick?: () => void;
  look?: "primary" | "plain" | "quiet" | "danger";
  icon?: IconName;
  submit?: boolean;
  busy?: boolean;
  wide?: boolean;
  /** Names it where its word alone would not tell it from the others. */
  label?: string;
}

/** A button under the thumb. It is never disabled: pressed too early, it says what is missing. */
export function Button({ look = "plain", submit = false, busy = false, wide = false, ...rest }: Props) {
  const { children, onClick, icon, label } = rest;
  return (
    <button
      type={submit ? "submit" : "button"}
      className={`button button-${look}${wide ? " button-wide" : ""}`}
      aria-busy={busy}
      aria-label={label}
      onClick={(event) => {
        // Pressed twice is pressed once.
        if (busy) event.preventDefault();
        else onClick?.();
      }}
    >
      {icon === undefined ? null : <Icon name={icon} size={20} />}
      <span>{children}</span>
    </button>
  );
}

/** A button that is only a picture, with its word for those who hear the page. */
export function IconButton({ icon, label, onClick }: { icon: IconName; label: string; onClick: () => void }) {
  return (
    <button type="button" className="icon-button" aria-label={label} onClick={onClick}>
      <Icon name={icon} />
    </button>
  );
}

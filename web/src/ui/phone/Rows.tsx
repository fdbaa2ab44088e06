import type { ReactNode } from "react";

import { Link } from "@/lib/router";
import { Icon, type IconName } from "@/ui/phone/Icon";
import "@/ui/phone/rows.css";

/** A list of things one can open. */
export function Rows({ children, label }: { children: ReactNode; label: string }) {
  return (
    <ul className="rows" aria-label={label}>
      {children}
    </ul>
  );
}

interface Props {
  to: string;
  who: string;
  what?: ReactNode;
  foot?: ReactNode;
  act?: { icon: IconName; label: string; onClick: () => void } | { icon: IconName; label: string; href: string };
}

/** One thing: who, what, how it stands; tapping opens it, and at most one action stands beside it. */
export function LinkRow({ to, who, what, foot, act }: Props) {
  return (
    <li>
      <Link to={to} className="row-main">
        <span className="row-who">{who}</span>
        {what === undefined || what === "" ? null : <span className="row-what">{what}</span>}
        {foot === undefined ? null : <span className="row-foot">{foot}</span>}
      </Link>
      {act === undefined ? null : <Act act={act} />}
    </li>
  );
}

function Act({ act }: { act: NonNullable<Props["act"]> }) {
  if ("href" in act) {
    return (
      <a className="row-act" href={act.href} aria-label={act.label}>
        <Icon name={act.icon} />
      </a>
    );
  }
  return (
    <button type="button" className="row-act" aria-label={act.label} onClick={act.onClick}>
      <Icon name={act.icon} />
    </button>
  );
}

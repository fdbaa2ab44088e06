import { useEffect, type ReactNode } from "react";

import { navigate } from "@/lib/router";
import { useShared } from "@/lib/words/shared";
import { IconButton } from "@/ui/phone/Button";
import "@/ui/phone/page.css";

interface Props {
  title: string;
  sub?: ReactNode;
  /** Where "back" goes when there is no page before this one. */
  back?: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** Some apps draw a title bar of their own over every page; two would be one too many. */
const hasOwnBar = /wxwork/i.test(navigator.userAgent);

/** One screen: its title, its actions, its content. */
export function Page({ title, sub, back, actions, children }: Props) {
  const t = useShared();
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <>
      <header className={`page-head${hasOwnBar ? " page-head-bare" : ""}`}>
        {back === undefined ? null : (
          <IconButton
            icon="back"
            label={t.back}
            onClick={() => {
              goBack(back);
            }}
          />
        )}
        <div className="page-title">
          <h1 className={hasOwnBar ? "vh" : ""}>{title}</h1>
          {sub === undefined ? null : <div className="page-sub">{sub}</div>}
        </div>
        {actions}
      </header>
      <main className="page">{children}</main>
    </>
  );
}

/** A part of a page with its heading. */
export function Section({ title, count, children }: { title: string; count?: number; children: ReactNode }) {
  return (
    <section className="section" aria-label={title}>
      <h2>
        {title}
        {count === undefined ? null : <span className="section-count">{count}</span>}
      </h2>
      {children}
    </section>
  );
}

let before = 0;

/** One page more lies before this one, or one less. */
export function notePage(step: 1 | -1): void {
  before = Math.max(0, before + step);
}

function goBack(otherwise: string): void {
  if (before > 0) history.back();
  else navigate(otherwise, { replace: true });
}

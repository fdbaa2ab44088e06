import type { ReactNode } from "react";

interface Props {
  title: ReactNode;
  /** One sentence that says what the page found. */
  finding?: ReactNode;
  children?: ReactNode;
}

/** The head of a page: its name, its one-sentence finding, and what one can do. */
export function PageHeader({ title, finding, children }: Props) {
  return (
    <header className="page-head">
      <div className="page-head-text">
        <h1>{title}</h1>
        {finding === undefined ? null : <p>{finding}</p>}
      </div>
      {children === undefined ? null : <div className="page-head-acts">{children}</div>}
    </header>
  );
}

/** A white sheet with a title. */
export function Card({
  title,
  extra,
  children,
  id,
}: {
  title?: ReactNode;
  extra?: ReactNode;
  children: ReactNode;
  id?: string;
}) {
  return (
    <section className="card" {...(id === undefined ? {} : { id })}>
      {title === undefined ? null : (
        <header className="card-head">
          <h2>{title}</h2>
          {extra}
        </header>
      )}
      {children}
    </section>
  );
}

import type { ReactNode } from "react";

import { useLang } from "@/lib/i18n";
import { sentence } from "@/lib/sentence";
import { useShared } from "@/lib/words/shared";
import { Button } from "@/ui/desk/Button";

export { Problem } from "@/ui/Problem";

/** Nothing is here yet: says so, and teaches the one thing to do. */
export function EmptyState({ title, hint, children }: { title: string; hint?: string; children?: ReactNode }) {
  return (
    <div className="state">
      <svg width="56" height="40" viewBox="0 0 56 40" aria-hidden="true">
        <rect x="4" y="6" width="48" height="28" rx="5" fill="none" stroke="#c3cad6" strokeWidth="1.5" />
        <path d="M12 15h20M12 21h32M12 27h14" stroke="#c3cad6" strokeWidth="1.5" strokeLinecap="round" />
      </svg>
      <p className="state-title">{title}</p>
      {hint === undefined ? null : <p className="state-hint">{hint}</p>}
      {children}
    </div>
  );
}

/** Something did not work: what, what to do, and a button that does it. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const lang = useLang();
  const t = useShared();
  const { what, how } = sentence(error, lang);
  return (
    <div className="state" role="alert">
      <p className="state-title">{what}</p>
      <p className="state-hint">{how}</p>
      {onRetry === undefined ? null : <Button onClick={onRetry}>{t.retry}</Button>}
    </div>
  );
}

/** The shape of what is coming. */
export function Skeleton({ rows = 6 }: { rows?: number }) {
  const t = useShared();
  return (
    <div className="skeleton" role="status" aria-label={t.loading}>
      {Array.from({ length: rows }, (_, i) => (
        <span key={i} style={{ width: `${92 - ((i * 17) % 40)}%` }} />
      ))}
    </div>
  );
}

interface Asked<Data> {
  data: Data | undefined;
  error: unknown;
  refetch: () => unknown;
}

/** One question to the server in its three states: coming, failed, there. Data at hand is shown before it is refreshed. */
export function Loaded<Data>(props: { of: Asked<Data>; rows?: number; children: (data: Data) => ReactNode }) {
  const { of: asked, rows = 6, children } = props;
  if (asked.data !== undefined) return children(asked.data);
  if (asked.error !== null) {
    return (
      <ErrorState
        error={asked.error}
        onRetry={() => {
          void asked.refetch();
        }}
      />
    );
  }
  return <Skeleton rows={rows} />;
}

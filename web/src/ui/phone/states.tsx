import { useEffect, useRef, type ReactNode } from "react";

import { useLang } from "@/lib/i18n";
import { sentence } from "@/lib/sentence";
import { useShared } from "@/lib/words/shared";
import { Button } from "@/ui/phone/Button";
import "@/ui/phone/states.css";

export { Problem } from "@/ui/Problem";

/** Nothing is here yet: says so, and teaches the one thing to do. */
export function EmptyState({ title, hint, children }: { title: string; hint?: string; children?: ReactNode }) {
  return (
    <div className="state">
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
export function Skeleton({ rows = 5 }: { rows?: number }) {
  const t = useShared();
  return (
    <div className="skeleton" role="status" aria-label={t.loading}>
      {Array.from({ length: rows }, (_, i) => (
        <span key={i} />
      ))}
    </div>
  );
}

interface Asked<Data> {
  data: Data | undefined;
  error: unknown;
  refetch: () => unknown;
}

/** One question in its three states: coming, failed, there. What is at hand is shown before it is asked for again. */
export function Loaded<Data>(props: { of: Asked<Data>; rows?: number; children: (data: Data) => ReactNode }) {
  const { of: asked, rows = 5, children } = props;
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

interface MoreProps {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

/** Brings the next page when one comes near its end; the button is there for who does not scroll. */
export function More({ of: list }: { of: MoreProps }) {
  const t = useShared();
  const end = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    const mark = end.current;
    if (mark === null || !hasNextPage || isFetchingNextPage) return undefined;
    const seen = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) void fetchNextPage();
      },
      { rootMargin: "400px" },
    );
    seen.observe(mark);
    return () => {
      seen.disconnect();
    };
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (!hasNextPage) return null;
  return (
    <div ref={end} className="more">
      <Button look="quiet" wide busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
        {isFetchingNextPage ? t.loading : t.more}
      </Button>
    </div>
  );
}

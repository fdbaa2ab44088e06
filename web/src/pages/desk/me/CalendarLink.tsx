import { useCloseFeed, useFeed, useOpenFeed } from "@/features/reports/calendar";
import type { Sent } from "@/lib/contract";
import { useLang } from "@/lib/i18n";
import { perform } from "@/lib/perform";
import { when } from "@/lib/time";
import { useMeWords } from "@/pages/desk/me/words";
import { Button } from "@/ui/desk/Button";
import { Card } from "@/ui/desk/PageHeader";
import { Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";

/** The link by which other programs show one's tasks and deadlines. */
export function CalendarLink() {
  const t = useMeWords();
  const feed = useFeed();
  const open = useOpenFeed();
  const close = useCloseFeed();
  const made = feed.data?.made_at ?? null;
  return (
    <Card title={t.calendar}>
      <p className="muted">{t.calendarHint}</p>
      <Standing feed={feed.data} />
      <div className="bar">
        <Button
          busy={open.isPending}
          onClick={() => {
            open.mutate();
          }}
        >
          {made === null ? t.makeLink : t.renewLink}
        </Button>
        {made === null ? null : (
          <Button
            look="danger"
            onClick={() => {
              perform(close, undefined, () => {
                open.reset();
                toast(t.linkEnded);
              });
            }}
          >
            {t.end}
          </Button>
        )}
      </div>
      {open.data === undefined ? null : (
        <p role="status">
          {t.made} <code className="me-token">{`${location.origin}${open.data.path}`}</code>
        </p>
      )}
      <Problem error={open.error ?? close.error} />
    </Card>
  );
}

/** Since when there is a link, and when a program used it last. */
function Standing({ feed }: { feed: Sent<"FeedOut"> | undefined }) {
  const t = useMeWords();
  const lang = useLang();
  if (feed === undefined || feed.made_at === null) return null;
  const used = feed.used_at === null ? t.never : t.used(when(feed.used_at, lang));
  return (
    <p>
      {t.linkMade(when(feed.made_at, lang))} <span className="muted">{used}</span>
    </p>
  );
}

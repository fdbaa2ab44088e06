import { useNoticeWords } from "@/features/notices/phone/words";
import type { Notice } from "@/features/notices/api";
import { useLang } from "@/lib/i18n";
import { navigate } from "@/lib/router";
import { when } from "@/lib/time";
import { usePhoneWords } from "@/pages/phone/words";
import { Button } from "@/ui/phone/Button";
import { Section } from "@/ui/phone/Page";
import { LinkRow, Rows } from "@/ui/phone/Rows";
import { Status } from "@/ui/Status";

const few = 5;

/** What one is told of others' journeys; the latest few, and the way to all. */
export function News({ of: notices, object }: { of: readonly Notice[]; object: string }) {
  const t = usePhoneWords();
  if (notices.length === 0) return null;
  return (
    <Section title={t.notices} count={notices.length}>
      <Rows label={t.notices}>
        {notices.slice(0, few).map((notice) => (
          <One key={notice.id} notice={notice} object={object} />
        ))}
      </Rows>
      {notices.length > few ? (
        <Button
          look="quiet"
          wide
          onClick={() => {
            navigate("/notices");
          }}
        >
          {t.allNotices}
        </Button>
      ) : null}
    </Section>
  );
}

const tones = { info: "idle", warn: "warn", due: "bad", escalate: "bad" } as const;

function One({ notice, object }: { notice: Notice; object: string }) {
  const words = useNoticeWords();
  const lang = useLang();
  return (
    <LinkRow
      to={notice.record_id === null ? "/notices" : `/r/${notice.object ?? object}/${notice.record_id}`}
      who={notice.title}
      what={notice.sentence}
      foot={
        <>
          <time dateTime={notice.made_at}>{when(notice.made_at, lang)}</time>
          <Status tone={tones[notice.level]}>{words.levels[notice.level]}</Status>
        </>
      }
    />
  );
}

import { useState } from "react";

import { ContactActs } from "@/features/activity/desk/ContactActs";
import { useAcknowledge, useSeen, useSnooze, type Notice } from "@/features/notices/api";
import { ShareAnswers } from "@/features/records/Sharing";
import { shareAsked } from "@/features/records/sharing";
import { useLang } from "@/lib/i18n";
import { perform } from "@/lib/perform";
import { navigate } from "@/lib/router";
import { stamp, when } from "@/lib/time";
import { useInboxWords } from "@/pages/desk/inbox/words";
import { Button } from "@/ui/desk/Button";
import { Menu } from "@/ui/desk/choosers";
import { useRowKeys } from "@/ui/desk/keys";
import { EmptyState, Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";
import { Status, type Tone } from "@/ui/Status";

interface Props {
  notices: readonly Notice[];
  news: boolean;
  more: (() => void) | null;
}

/** Notices, each with its sentence, why it came, the last contacts, and what one can do about it. */
export function Notices({ notices, news, more }: Props) {
  const t = useInboxWords();
  const [at, setAt] = useState(-1);
  useSeen(notices);
  useRowKeys({
    at,
    count: notices.length,
    onMove: (next) => {
      setAt(next);
      document.getElementById(`notice-${notices[next]?.id ?? 0}`)?.scrollIntoView({ block: "nearest" });
    },
    onOpen: (index) => {
      open(notices[index]);
    },
  });
  if (notices.length === 0) {
    return news ? <EmptyState title={t.emptyKnow} /> : <EmptyState title={t.emptyAct} hint={t.emptyActHint} />;
  }
  return (
    <ul className="notices">
      {notices.map((notice, i) => (
        <li key={notice.id} id={`notice-${notice.id}`} className={i === at ? "notice-at" : ""}>
          <One notice={notice} />
        </li>
      ))}
      {more === null ? null : (
        <li>
          <Button look="quiet" wide onClick={more}>
            {t.more}
          </Button>
        </li>
      )}
    </ul>
  );
}

const tones: Readonly<Record<Notice["level"], Tone>> = { info: "idle", warn: "warn", due: "bad", escalate: "bad" };

function One({ notice }: { notice: Notice }) {
  const t = useInboxWords();
  const lang = useLang();
  return (
    <article className="notice" aria-label={notice.title}>
      <header>
        <Status tone={tones[notice.level]}>{t.levels[notice.level]}</Status>
        <b>{notice.title}</b>
        <time dateTime={notice.made_at}>{when(notice.made_at, lang)}</time>
      </header>
      <p>{notice.sentence}</p>
      <Also notice={notice} />
      {notice.why === "" ? null : <p className="muted">{notice.why}</p>}
      {notice.level === "info" || shareAsked(notice) !== null ? null : <Contacts notice={notice} />}
      <Acts notice={notice} />
    </article>
  );
}

/** What else was told of the same thing, in a line each. */
function Also({ notice }: { notice: Notice }) {
  const lang = useLang();
  const besides = notice.also.filter((one) => one.sentence !== "");
  return besides.length === 0 ? null : (
    <ul className="notice-also">
      {besides.map((one) => (
        <li key={one.id}>
          {one.sentence} <small className="muted">{when(one.made_at, lang)}</small>
        </li>
      ))}
    </ul>
  );
}

function Contacts({ notice }: { notice: Notice }) {
  const t = useInboxWords();
  const lang = useLang();
  const contacts = notice.facts.contacts ?? [];
  return (
    <div className="notice-contacts">
      <b>{t.contacts}</b>
      {contacts.length === 0 ? <p className="muted">{t.noContacts}</p> : null}
      <ul>
        {contacts.slice(0, 3).map((contact) => (
          <li key={`${contact.at}-${contact.summary}`}>
            <small className="muted">{[stamp(contact.at, lang), contact.by, contact.kind].join(" · ")}</small>
            <br />
            {contact.summary}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Acts({ notice }: { notice: Notice }) {
  const t = useInboxWords();
  const acknowledge = useAcknowledge();
  const snooze = useSnooze();
  const share = shareAsked(notice);
  const later = (hours: number) => () => {
    perform(snooze, { notice, hours }, () => {
      toast(t.snoozed);
    });
  };
  return (
    <div className="notice-acts">
      {share === null ? null : <ShareAnswers {...share} />}
      <Button
        look={share === null ? "primary" : "plain"}
        size="small"
        busy={acknowledge.isPending}
        onClick={() => {
          perform(acknowledge, notice, () => {
            toast(t.acknowledged);
          });
        }}
      >
        {t.acknowledge}
      </Button>
      <Menu
        items={[
          { key: "one", label: t.hours.one, onClick: later(1) },
          { key: "tomorrow", label: t.hours.tomorrow, onClick: later(hoursToMorning(new Date(), 1)) },
          { key: "week", label: t.hours.week, onClick: later(hoursToMorning(new Date(), 7)) },
        ]}
      >
        <Button size="small" busy={snooze.isPending}>
          {t.snooze}
        </Button>
      </Menu>
      {notice.record_id === null || notice.object === null ? null : (
        <ContactActs object={notice.object} id={notice.record_id} title={titleOf(notice)} />
      )}
      {notice.record_id === null ? null : (
        <Button
          size="small"
          onClick={() => {
            open(notice);
          }}
        >
          {t.look}
        </Button>
      )}
      <Problem error={acknowledge.error ?? snooze.error} />
    </div>
  );
}

/** What the record is called. */
function titleOf(notice: Notice): string {
  return typeof notice.facts["title"] === "string" ? notice.facts["title"] : notice.title;
}

function open(notice: Notice | undefined): void {
  if (notice?.record_id !== undefined && notice.record_id !== null)
    navigate(`/r/${notice.object ?? ""}/${notice.record_id}`);
}

/** Whole hours until nine in the morning, so many days from now. */
function hoursToMorning(now: Date, days: number): number {
  const morning = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9);
  return Math.max(1, Math.round((morning.getTime() - now.getTime()) / 3_600_000));
}

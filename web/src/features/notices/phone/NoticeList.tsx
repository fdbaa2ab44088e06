import { useState, type ReactNode } from "react";

import { useAcknowledge, useNotices, useSeen, useSnooze, type Notice } from "@/features/notices/api";
import { useNoticeWords } from "@/features/notices/phone/words";
import { useLang } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { when } from "@/lib/time";
import { useShared } from "@/lib/words/shared";
import { Button } from "@/ui/phone/Button";
import { EmptyState, Loaded, More } from "@/ui/phone/states";
import { toastUndo } from "@/ui/phone/toast";
import { Status } from "@/ui/Status";
import "@/features/notices/phone/notices.css";

/** What one is told: each with why, and with what can be done about it right here. */
export function NoticeList({ acts }: { acts: (notice: Notice) => ReactNode }) {
  const t = useNoticeWords();
  const list = useNotices(true);
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const hide = (id: number) => {
    setHidden((before) => new Set([...before, id]));
  };
  const show = (id: number) => {
    setHidden((before) => new Set([...before].filter((one) => one !== id)));
  };
  return (
    <Loaded of={list} rows={3}>
      {({ pages }) => {
        const notices = pages.flatMap((page) => page.items).filter((notice) => !hidden.has(notice.id));
        if (notices.length === 0) return <EmptyState title={t.none} />;
        return (
          <>
            <Lines notices={notices} acts={acts} onHide={hide} onShow={show} />
            <More of={list} />
          </>
        );
      }}
    </Loaded>
  );
}

function Lines({ notices, ...hiding }: { notices: readonly Notice[] } & Omit<OneProps, "notice">) {
  useSeen(notices);
  return (
    <ul className="notices">
      {notices.map((notice) => (
        <One key={notice.id} notice={notice} {...hiding} />
      ))}
    </ul>
  );
}

const tones = { info: "idle", warn: "warn", due: "bad", escalate: "bad" } as const;

interface OneProps {
  notice: Notice;
  /** What can be done about the record it is of, besides. */
  acts: (notice: Notice) => ReactNode;
  onHide: (id: number) => void;
  onShow: (id: number) => void;
}

function One({ notice, acts, onHide, onShow }: OneProps) {
  const t = useNoticeWords();
  const shared = useShared();
  const lang = useLang();
  const acknowledge = useAcknowledge();
  const snooze = useSnooze();
  const put = (said: string, act: () => void) => {
    onHide(notice.id);
    toastUndo(said, shared.undo, {
      act,
      onUndo: () => {
        onShow(notice.id);
      },
    });
  };
  return (
    <li className="card">
      <p className="notice-head">
        <Status tone={tones[notice.level]}>{t.levels[notice.level]}</Status>
        <time dateTime={notice.made_at}>{when(notice.made_at, lang)}</time>
      </p>
      <h2>
        {notice.object === null || notice.record_id === null ? (
          notice.title
        ) : (
          <Link to={`/r/${notice.object}/${notice.record_id}`}>{notice.title}</Link>
        )}
      </h2>
      <p>{notice.sentence}</p>
      {notice.also.map((one) =>
        one.sentence === "" ? null : (
          <p key={one.id} className="muted">
            {one.sentence}
          </p>
        ),
      )}
      <Contacts notice={notice} />
      {notice.why === "" ? null : <p className="muted small">{notice.why}</p>}
      <div className="bar">
        <Button
          icon="check"
          onClick={() => {
            put(t.knownSaid, () => {
              acknowledge.mutate(notice);
            });
          }}
        >
          {t.known}
        </Button>
        <Button
          icon="clock"
          onClick={() => {
            put(t.laterSaid, () => {
              snooze.mutate({ notice, hours: 24 });
            });
          }}
        >
          {t.later}
        </Button>
        {acts(notice)}
      </div>
    </li>
  );
}

function Contacts({ notice }: { notice: Notice }) {
  const t = useNoticeWords();
  const lang = useLang();
  const contacts = notice.facts.contacts ?? [];
  if (contacts.length === 0) return null;
  return (
    <details>
      <summary>{t.contacts}</summary>
      <ul className="notice-contacts">
        {contacts.map((contact) => (
          <li key={contact.at}>
            <span className="muted small">
              {when(contact.at, lang)} {contact.by} {contact.kind}
            </span>
            <br />
            {contact.summary}
          </li>
        ))}
      </ul>
    </details>
  );
}

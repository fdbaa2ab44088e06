import { useState } from "react";

import { useDone } from "@/features/activity/api";
import { LogSheet } from "@/features/activity/phone/LogSheet";
import { useNoticeCount } from "@/features/notices/api";
import type { Me } from "@/features/org/api";
import { OutgoingList } from "@/features/process/phone/OutgoingList";
import { useOutgoing } from "@/features/process/phone/outgoing";
import { useLang } from "@/lib/i18n";
import { navigate } from "@/lib/router";
import { useShared } from "@/lib/words/shared";
import { News } from "@/pages/phone/today/News";
import { ThingRow } from "@/pages/phone/today/ThingRow";
import { most, useThings, type Today } from "@/pages/phone/today/things";
import { usePhoneWords } from "@/pages/phone/words";
import { Button } from "@/ui/phone/Button";
import { Icon } from "@/ui/phone/Icon";
import { Page } from "@/ui/phone/Page";
import { Rows } from "@/ui/phone/Rows";
import { EmptyState, Loaded } from "@/ui/phone/states";
import { toastUndo } from "@/ui/phone/toast";
import { Status } from "@/ui/Status";
import "@/pages/phone/today/today.css";

interface Logging {
  id: number;
  title: string;
  object: string;
}

/** What is to be done today, the first to go red on top. */
export function TodayPage({ me, deals }: { me: Me; deals: string }) {
  const t = usePhoneWords();
  const asked = useThings();
  const [logging, setLogging] = useState<Logging | null>(null);
  return (
    <Page title={t.today} sub={<Sub things={asked.data?.things.length} />} actions={<Bell />}>
      {me.pilot === null ? null : (
        <p className="today-note" role="note">
          {t.trying(me.pilot.last_day)}
        </p>
      )}
      <OutgoingList />
      <Loaded of={asked}>
        {(today) => (
          <>
            <Things
              today={today}
              deals={deals}
              onLog={(record, object) => {
                setLogging({ ...record, object });
              }}
            />
            <News of={today.news} object={deals} />
          </>
        )}
      </Loaded>
      {logging === null ? null : (
        <LogSheet
          {...logging}
          onClose={() => {
            setLogging(null);
          }}
        />
      )}
    </Page>
  );
}

function Sub({ things }: { things: number | undefined }) {
  const t = usePhoneWords();
  const locale = useLang() === "zh" ? "zh-CN" : "en-GB";
  const now = new Date();
  const date = now.toLocaleDateString(locale, { month: "long", day: "numeric" });
  const weekday = now.toLocaleDateString(locale, { weekday: "short" });
  return `${date} ${weekday}${things === undefined ? "" : ` · ${t.things(things)}`}`;
}

interface ThingsProps {
  today: Today;
  deals: string;
  onLog: (record: { id: number; title: string }, object: string) => void;
}

function Things({ today, deals, onLog }: ThingsProps) {
  const t = usePhoneWords();
  const shared = useShared();
  const done = useDone();
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const shown = today.things.filter(({ task_id: task }) => task === null || !hidden.has(task));
  const finish = (id: number) => {
    setHidden((before) => new Set([...before, id]));
    toastUndo(t.doneSaid, shared.undo, {
      act: () => {
        done.mutate(id);
      },
      onUndo: () => {
        setHidden((before) => new Set([...before].filter((one) => one !== id)));
      },
    });
  };
  if (shown.length === 0) return <NothingToday deals={deals} />;
  return (
    <>
      <Rows label={t.todo}>
        {shown.map((thing) => (
          <ThingRow key={thing.thing} thing={thing} onLog={onLog} onDone={finish} />
        ))}
      </Rows>
      {today.more ? (
        <Button
          look="quiet"
          wide
          onClick={() => {
            navigate(`/list/${deals}`);
          }}
        >
          {t.more(String(most))}
        </Button>
      ) : null}
    </>
  );
}

function NothingToday({ deals }: { deals: string }) {
  const t = usePhoneWords();
  return (
    <EmptyState title={t.emptyToday} hint={t.emptyTodayHint}>
      <Button
        look="primary"
        onClick={() => {
          navigate("/add/customer");
        }}
      >
        {t.addFirst}
      </Button>
      <Button
        look="quiet"
        onClick={() => {
          navigate(`/list/${deals}`);
        }}
      >
        {t.seeDeals}
      </Button>
    </EmptyState>
  );
}

function Bell() {
  const t = usePhoneWords();
  const count = useNoticeCount().data ?? 0;
  const outgoing = useOutgoing().length;
  return (
    <>
      {outgoing > 0 ? <Status tone="warn">{t.waiting(outgoing)}</Status> : null}
      <button
        type="button"
        className="icon-button bell"
        aria-label={t.bell(count)}
        onClick={() => {
          navigate("/notices");
        }}
      >
        <Icon name="bell" />
        {count > 0 ? <span aria-hidden="true">{count > 99 ? "99+" : count}</span> : null}
      </button>
    </>
  );
}

import { useState } from "react";

import { useDone, useTasks } from "@/features/activity/api";
import { LogSheet } from "@/features/activity/phone/LogSheet";
import { useNoticeCount, useNotices } from "@/features/notices/api";
import type { Me } from "@/features/org/api";
import { OutgoingList } from "@/features/process/phone/OutgoingList";
import { useOutgoing } from "@/features/process/phone/outgoing";
import { useProcesses } from "@/features/process/api";
import { useRecords, type RecordItem } from "@/features/records/api";
import { useLang } from "@/lib/i18n";
import { navigate } from "@/lib/router";
import { agenda, type Thing } from "@/pages/phone/today/agenda";
import { ThingRow } from "@/pages/phone/today/ThingRow";
import { openOf } from "@/pages/phone/list/where";
import { usePhoneWords } from "@/pages/phone/words";
import { Button } from "@/ui/phone/Button";
import { Icon } from "@/ui/phone/Icon";
import { Page, Section } from "@/ui/phone/Page";
import { Rows } from "@/ui/phone/Rows";
import { EmptyState, ErrorState, Skeleton } from "@/ui/phone/states";
import { toastUndo } from "@/ui/phone/toast";
import { useShared } from "@/lib/words/shared";
import { Status } from "@/ui/Status";
import "@/pages/phone/today/today.css";

const most = 50;

/** What is to be done today, the first to go red on top. */
export function TodayPage({ me, deals }: { me: Me; deals: string }) {
  const t = usePhoneWords();
  const lang = useLang();
  const today = useThings(me.person.id, deals);
  const [logging, setLogging] = useState<RecordItem | null>(null);
  const date = new Date().toLocaleDateString(lang === "zh" ? "zh-CN" : "en-GB", {
    month: "long",
    day: "numeric",
    weekday: "short",
  });
  const said = today.things === null ? date : `${date} · ${t.things(today.things.length)}`;
  return (
    <Page title={t.today} sub={said} actions={<Bell />}>
      <OutgoingList />
      {today.things === null ? (
        today.error === null ? (
          <Skeleton />
        ) : (
          <ErrorState error={today.error} onRetry={today.retry} />
        )
      ) : (
        <Things today={today} things={today.things} onLog={setLogging} />
      )}
      {logging === null ? null : (
        <LogSheet
          object={deals}
          id={logging.id}
          title={logging.title}
          onClose={() => {
            setLogging(null);
          }}
        />
      )}
    </Page>
  );
}

interface ThingsProps {
  today: ReturnType<typeof useThings>;
  things: readonly Thing[];
  onLog: (record: RecordItem) => void;
}

function Things({ today, things, onLog }: ThingsProps) {
  const t = usePhoneWords();
  const shared = useShared();
  const done = useDone();
  const [hidden, setHidden] = useState<ReadonlySet<number>>(new Set());
  const shown = things.filter((thing) => thing.kind !== "task" || !hidden.has(thing.task.id));
  const finish = (id: number) => {
    setHidden(new Set([...hidden, id]));
    toastUndo(t.doneSaid, shared.undo, {
      act: () => {
        done.mutate(id);
      },
      onUndo: () => {
        setHidden(new Set([...hidden].filter((one) => one !== id)));
      },
    });
  };
  if (shown.length === 0) return <NothingToday deals={today.deals} />;
  return (
    <Section title={t.todo} count={shown.length}>
      <Rows label={t.todo}>
        {shown.map((thing) => (
          <ThingRow
            key={thing.key}
            thing={thing}
            object={today.deals}
            stages={today.stages}
            onLog={onLog}
            onDone={finish}
          />
        ))}
      </Rows>
      {today.more ? (
        <Button
          look="quiet"
          wide
          onClick={() => {
            navigate(`/list/${today.deals}`);
          }}
        >
          {t.more(String(most))}
        </Button>
      ) : null}
    </Section>
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

/** My open journeys, my tasks and my notices, in one order. */
function useThings(person: number, deals: string) {
  const records = useRecords(deals, { where: openOf(person), sort: "journey.due_at" }, { limit: most });
  const tasks = useTasks();
  const notices = useNotices(true);
  const processes = useProcesses();
  const [first] = records.data?.pages ?? [];
  const error: unknown = records.error ?? tasks.error ?? notices.error;
  const ready = first !== undefined && tasks.data !== undefined && notices.data !== undefined;
  const stages = processes.data?.find((process) => process.object === deals)?.stages ?? [];
  return {
    deals,
    stages,
    error,
    things: ready
      ? agenda(
          first.items,
          tasks.data,
          notices.data.pages.flatMap((page) => page.items),
        )
      : null,
    more: first?.next !== null && first !== undefined,
    retry: () => {
      for (const one of [records, tasks, notices]) if (one.error !== null) void one.refetch();
    },
  };
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
          navigate("/me");
        }}
      >
        <Icon name="bell" />
        {count > 0 ? <span aria-hidden="true">{count > 99 ? "99+" : count}</span> : null}
      </button>
    </>
  );
}

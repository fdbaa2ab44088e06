import type { Task } from "@/features/activity/api";
import type { Notice } from "@/features/notices/api";
import type { StageDef } from "@/features/process/shapes";
import type { RecordItem } from "@/features/records/api";
import { dueOf } from "@/features/records/phone/due";
import { DueStatus } from "@/features/records/phone/DueStatus";
import { usePhoneRecordWords } from "@/features/records/phone/words";
import { useLang } from "@/lib/i18n";
import { duration, when } from "@/lib/time";
import type { Thing } from "@/pages/phone/today/agenda";
import { usePhoneWords } from "@/pages/phone/words";
import { LinkRow } from "@/ui/phone/Rows";
import { Status } from "@/ui/Status";

interface Props {
  thing: Thing;
  object: string;
  stages: readonly StageDef[];
  onLog: (record: RecordItem) => void;
  onDone: (task: number) => void;
}

/** One thing to do: who, what, by when, and the one thing one does about it. */
export function ThingRow({ thing, ...rest }: Props) {
  if (thing.kind === "journey") return <JourneyRow record={thing.record} {...rest} />;
  if (thing.kind === "task") return <TaskRow task={thing.task} {...rest} />;
  return <NoticeRow notice={thing.notice} object={rest.object} />;
}

function JourneyRow({ record, object, stages, onLog }: { record: RecordItem } & Omit<Props, "thing">) {
  const t = usePhoneWords();
  const words = usePhoneRecordWords();
  const lang = useLang();
  const { journey } = record;
  if (journey === null) return null;
  const stage = stages.find((one) => one.key === journey.stage)?.label ?? journey.stage;
  return (
    <LinkRow
      to={`/r/${object}/${record.id}`}
      who={record.title}
      what={t.stage(stage)}
      foot={
        <>
          {journey.due_at === null ? null : <time dateTime={journey.due_at}>{when(journey.due_at, lang)}</time>}
          <DueStatus journey={journey} />
        </>
      }
      act={{
        icon: "pen",
        label: words.log(record.title),
        onClick: () => {
          onLog(record);
        },
      }}
    />
  );
}

function TaskRow({ task, object, onDone }: { task: Task } & Omit<Props, "thing">) {
  const t = usePhoneWords();
  const lang = useLang();
  const to = `/r/${task.object ?? object}/${task.record_id ?? 0}`;
  const review = task.deliverable_id !== null;
  return (
    <LinkRow
      to={review ? `${to}?review=${task.deliverable_id ?? 0}` : to}
      who={task.title}
      foot={
        <>
          {task.due_at === null ? null : <time dateTime={task.due_at}>{when(task.due_at, lang)}</time>}
          <TaskStatus due={task.due_at} />
        </>
      }
      {...(review
        ? {}
        : {
            act: {
              icon: "check" as const,
              label: `${t.done}：${task.title}`,
              onClick: () => {
                onDone(task.id);
              },
            },
          })}
    />
  );
}

function TaskStatus({ due }: { due: string | null }) {
  const words = usePhoneRecordWords();
  const lang = useLang();
  const found = dueOf({ outcome: null, due_at: due, level: "ok" }, new Date());
  if (found.said === "won" || found.said === "lost") return null;
  const said = "minutes" in found ? words[found.said](duration(found.minutes, lang)) : words[found.said];
  return <Status tone={found.tone}>{said}</Status>;
}

const tones = { info: "idle", warn: "warn", due: "bad", escalate: "bad" } as const;

function NoticeRow({ notice, object }: { notice: Notice; object: string }) {
  const t = usePhoneWords();
  const lang = useLang();
  return (
    <LinkRow
      to={notice.record_id === null ? "/me" : `/r/${notice.object ?? object}/${notice.record_id}`}
      who={notice.title}
      what={notice.sentence}
      foot={
        <>
          <time dateTime={notice.made_at}>{when(notice.made_at, lang)}</time>
          <Status tone={tones[notice.level]}>{t.notices}</Status>
        </>
      }
    />
  );
}

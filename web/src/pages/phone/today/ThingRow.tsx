import type { Task } from "@/features/activity/api";
import type { StageDef } from "@/features/process/shapes";
import type { RecordItem } from "@/features/records/api";
import { DueStatus, MomentStatus } from "@/features/records/phone/DueStatus";
import { usePhoneRecordWords } from "@/features/records/phone/words";
import { useLang } from "@/lib/i18n";
import { when } from "@/lib/time";
import type { Thing } from "@/pages/phone/today/agenda";
import { usePhoneWords } from "@/pages/phone/words";
import { LinkRow } from "@/ui/phone/Rows";

interface Props {
  thing: Thing;
  object: string;
  stages: readonly StageDef[];
  onLog: (record: { id: number; title: string }, object: string) => void;
  onDone: (task: number) => void;
}

type Rest = Omit<Props, "thing">;

/** One thing to do: who, what, by when, and the one thing one does about it. */
export function ThingRow({ thing, ...rest }: Props) {
  if (thing.kind === "journey") return <JourneyRow record={thing.record} contact={thing.contact} {...rest} />;
  return thing.task.kind === "follow_up" ? (
    <ContactRow task={thing.task} {...rest} />
  ) : (
    <TaskRow task={thing.task} {...rest} />
  );
}

function useLogAct(record: { id: number; title: string }, object: string, onLog: Props["onLog"]) {
  const words = usePhoneRecordWords();
  return {
    icon: "pen" as const,
    label: words.log(record.title),
    onClick: () => {
      onLog(record, object);
    },
  };
}

function JourneyRow({ record, contact, object, stages, onLog }: { record: RecordItem; contact: Task | null } & Rest) {
  const t = usePhoneWords();
  const act = useLogAct(record, object, onLog);
  const { journey } = record;
  if (journey === null) return null;
  const stage = stages.find((one) => one.key === journey.stage);
  const first = contact !== null && before(contact.due_at, journey.due_at);
  return (
    <LinkRow
      to={`/r/${object}/${record.id}`}
      who={record.title}
      what={[t.stage(stage?.label ?? journey.stage), first ? t.promised : ""].filter(Boolean).join(" · ")}
      foot={first ? <Moment at={contact.due_at} /> : <Stage journey={journey} />}
      act={act}
    />
  );
}

function Stage({ journey }: { journey: NonNullable<RecordItem["journey"]> }) {
  const lang = useLang();
  return (
    <>
      {journey.due_at === null ? null : <time dateTime={journey.due_at}>{when(journey.due_at, lang)}</time>}
      <DueStatus journey={journey} />
    </>
  );
}

function Moment({ at }: { at: string | null }) {
  const lang = useLang();
  if (at === null) return null;
  return (
    <>
      <time dateTime={at}>{when(at, lang)}</time>
      <MomentStatus at={at} />
    </>
  );
}

/** A contact that was promised about something that is not on its way: a customer, say. */
function ContactRow({ task, object, onLog }: { task: Task } & Rest) {
  const t = usePhoneWords();
  const kind = task.object ?? object;
  const record = { id: task.record_id ?? 0, title: task.title };
  const act = useLogAct(record, kind, onLog);
  return (
    <LinkRow
      to={`/r/${kind}/${record.id}`}
      who={task.title}
      what={t.promised}
      foot={<Moment at={task.due_at} />}
      act={act}
    />
  );
}

function TaskRow({ task, object, onDone }: { task: Task } & Rest) {
  const t = usePhoneWords();
  const to = `/r/${task.object ?? object}/${task.record_id ?? 0}`;
  if (task.deliverable_id !== null) {
    const foot = <Moment at={task.due_at} />;
    const what = `${task.title} · ${t.toReview}`;
    return <LinkRow to={`${to}?review=${task.deliverable_id}`} who={task.about} what={what} foot={foot} />;
  }
  const act = {
    icon: "check" as const,
    label: `${t.done}：${task.title}`,
    onClick: () => {
      onDone(task.id);
    },
  };
  return <LinkRow to={to} who={task.title} foot={<Moment at={task.due_at} />} act={act} />;
}

function before(one: string | null, other: string | null): boolean {
  if (one === null) return false;
  return other === null || new Date(one) < new Date(other);
}

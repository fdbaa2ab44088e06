import type { Thing } from "@/features/agenda/api";
import { MomentStatus } from "@/features/records/phone/DueStatus";
import { usePhoneRecordWords } from "@/features/records/phone/words";
import { useLang } from "@/lib/i18n";
import { when } from "@/lib/time";
import { usePhoneWords } from "@/pages/phone/words";
import { LinkRow } from "@/ui/phone/Rows";

interface Props {
  thing: Thing;
  onLog: (record: { id: number; title: string }, object: string) => void;
  onDone: (task: number) => void;
}

/** One thing to do: who, what, by when, and the one thing one does about it. */
export function ThingRow(props: Props) {
  const { kind, deliverable_id: review } = props.thing;
  if (["stage", "follow_up", "expiry"].includes(kind)) return <RecordRow {...props} />;
  if (kind === "approval" || review !== null) return <DecideRow {...props} />;
  return <TaskRow {...props} />;
}

/** A journey on its way, a contact that was promised, something that expires: one gets in touch about it. */
function RecordRow({ thing, onLog }: Props) {
  const words = usePhoneRecordWords();
  const said = useSaid(thing);
  const { about } = thing;
  if (about === null) return <LinkRow to="/" who={thing.title} what={said} foot={<Moment thing={thing} />} />;
  const act = {
    icon: "pen" as const,
    label: words.log(about.name),
    onClick: () => {
      onLog({ id: about.id, title: about.name }, about.object);
    },
  };
  return (
    <LinkRow
      to={`/r/${about.object}/${about.id}`}
      who={about.name}
      what={said}
      foot={<Moment thing={thing} />}
      act={act}
    />
  );
}

/** What it is about a record. */
function useSaid({ kind, stage, field, days }: Thing): string {
  const t = usePhoneWords();
  if (kind === "expiry") return t.expires(field, days ?? 0);
  return [stage === "" ? "" : t.stage(stage), kind === "follow_up" ? t.promised : ""].filter(Boolean).join(" · ");
}

/** Something for which others wait until one says yes or no. */
function DecideRow({ thing }: Props) {
  const t = usePhoneWords();
  const { about, title, deliverable_id: review } = thing;
  const foot = <Moment thing={thing} />;
  if (review === null || about === null) {
    const what = [about?.name, t.toApprove].filter(Boolean).join(" · ");
    return <LinkRow to="/approvals" who={title} what={what} foot={foot} />;
  }
  const to = `/r/${about.object}/${about.id}?review=${review}`;
  return <LinkRow to={to} who={about.name} what={`${title} · ${t.toReview}`} foot={foot} />;
}

function TaskRow({ thing, onDone }: Props) {
  const t = usePhoneWords();
  const { about, task_id: task } = thing;
  const act = {
    icon: "check" as const,
    label: `${t.done}：${thing.title}`,
    onClick: () => {
      if (task !== null) onDone(task);
    },
  };
  const to = about === null ? "/" : `/r/${about.object}/${about.id}`;
  return <LinkRow to={to} who={thing.title} what={about?.name ?? ""} foot={<Moment thing={thing} />} act={act} />;
}

function Moment({ thing: { due_at: at, why } }: { thing: Thing }) {
  const lang = useLang();
  if (at === null) return null;
  return (
    <>
      <time dateTime={at}>{when(at, lang)}</time>
      <MomentStatus at={at} near={why === "nearly_due"} />
    </>
  );
}

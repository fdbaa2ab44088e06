import { useDone, type Task } from "@/features/activity/api";
import { Review } from "@/features/process/desk/DeliverableList";
import { useLang } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { when } from "@/lib/time";
import { useInboxWords } from "@/pages/desk/inbox/words";
import { Button } from "@/ui/desk/Button";
import { EmptyState, Problem } from "@/ui/desk/states";
import { Status } from "@/ui/Status";

/** What waits for a person, the most urgent first; a review is decided in place. */
export function Tasks({ tasks }: { tasks: readonly Task[] }) {
  const t = useInboxWords();
  if (tasks.length === 0) return <EmptyState title={t.emptyTasks} hint={t.emptyTasksHint} />;
  return (
    <ul className="notices">
      {tasks.map((task) => (
        <li key={task.id}>
          <One task={task} />
        </li>
      ))}
    </ul>
  );
}

function One({ task }: { task: Task }) {
  const t = useInboxWords();
  const lang = useLang();
  const done = useDone();
  const late = task.due_at !== null && new Date(task.due_at) < new Date();
  return (
    <article className="notice" aria-label={task.title}>
      <header>
        <b>{task.kind === "review" ? `${t.review}：${task.title}` : task.title}</b>
        {task.due_at === null ? null : <Status tone={late ? "bad" : "idle"}>{t.by(when(task.due_at, lang))}</Status>}
        <time dateTime={task.made_at}>{when(task.made_at, lang)}</time>
      </header>
      <About task={task} />
      <div className="notice-acts">
        {task.kind === "approval" ? (
          <Elsewhere task={task} />
        ) : task.deliverable_id === null ? (
          <Button
            size="small"
            busy={done.isPending}
            onClick={() => {
              done.mutate(task.id);
            }}
          >
            {t.done}
          </Button>
        ) : (
          <Review one={{ id: task.deliverable_id, label: task.title }} />
        )}
        <Problem error={done.error} />
      </div>
    </article>
  );
}

/** A task of a kind that has a page of its own is done there. */
function Elsewhere({ task }: { task: Task }) {
  const t = useInboxWords();
  return (
    <Link to="/approvals" className="button-link">
      {t.toApprove}
      <span className="vh">{task.about}</span>
    </Link>
  );
}

function About({ task }: { task: Task }) {
  const t = useInboxWords();
  if (task.record_id === null) return null;
  return (
    <p>
      <Link to={`/r/${task.object ?? ""}/${task.record_id}`}>{task.about === "" ? t.look : task.about}</Link>
    </p>
  );
}

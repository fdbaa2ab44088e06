import { useTasks } from "@/features/activity/api";
import { useNotices } from "@/features/notices/api";
import { setSearch, useAddress } from "@/lib/router";
import { Notices } from "@/pages/desk/inbox/Notices";
import { Tasks } from "@/pages/desk/inbox/Tasks";
import { useInboxWords } from "@/pages/desk/inbox/words";
import { Segmented } from "@/ui/desk/choosers";
import { PageHeader } from "@/ui/desk/PageHeader";
import { Loaded } from "@/ui/desk/states";
import "@/pages/desk/inbox/inbox.css";

/** What waits for me: alerts to act on, news, tasks. */
export function InboxPage() {
  const t = useInboxWords();
  const tab = useAddress().search.get("tab") ?? "act";
  const notices = useNotices(true);
  const tasks = useTasks();
  const all = notices.data?.pages.flatMap((page) => page.items) ?? [];
  const act = all.filter((notice) => notice.level !== "info");
  const know = all.filter((notice) => notice.level === "info");
  const waiting = tasks.data?.length ?? 0;
  const more = () => {
    void notices.fetchNextPage();
  };
  return (
    <>
      <PageHeader title={t.title} finding={t.finding(act.length, waiting)} />
      <div className="bar">
        <Segmented
          label={t.title}
          value={tab}
          onChange={(chosen) => {
            setSearch({ tab: chosen });
          }}
          options={[
            { value: "act", label: counted(t.act, act.length) },
            { value: "tasks", label: counted(t.tasks, waiting) },
            { value: "know", label: counted(t.know, know.length) },
          ]}
        />
      </div>
      {tab === "tasks" ? (
        <Loaded of={tasks}>{(found) => <Tasks tasks={found} />}</Loaded>
      ) : (
        <Loaded of={notices}>
          {() => (
            <Notices
              key={tab}
              notices={tab === "know" ? know : act}
              news={tab === "know"}
              more={notices.hasNextPage ? more : null}
            />
          )}
        </Loaded>
      )}
    </>
  );
}

function counted(name: string, n: number): string {
  return n === 0 ? name : `${name} ${n}`;
}

import { LoadTable } from "@/features/design/desk/alerts/LoadTable";
import { WaysEditor } from "@/features/design/desk/alerts/WaysEditor";
import { DesignFrame } from "@/features/design/desk/DesignFrame";
import { useAlertWords } from "@/features/design/words/alerts";
import "@/features/design/desk/alerts/alerts.css";
import "@/features/design/desk/lists/lists.css";

/** How people are told in a draft, and how much each was told of late. */
export function AlertsPage({ draft }: { draft: number }) {
  const t = useAlertWords();
  return (
    <DesignFrame id={draft} part="notices" first={t.tab} title={() => t.alerts}>
      {() => (
        <>
          <p className="muted">{t.intro}</p>
          <div className="alert-columns">
            <WaysEditor />
            <LoadTable />
          </div>
        </>
      )}
    </DesignFrame>
  );
}

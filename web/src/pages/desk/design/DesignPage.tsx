import { useBegin } from "@/features/design/api";
import { PilotBar } from "@/features/design/desk/pilot/PilotBar";
import { DraftList } from "@/features/design/desk/DraftList";
import { VersionList } from "@/features/design/desk/VersionList";
import { useDesignWords } from "@/features/design/words";
import { useTransferWords } from "@/features/design/words/transfers";
import { perform } from "@/lib/perform";
import { Link, navigate, useAddress } from "@/lib/router";
import { Button } from "@/ui/desk/Button";
import { PageHeader } from "@/ui/desk/PageHeader";
import { Problem } from "@/ui/desk/states";
import "@/features/design/desk/design.css";
import "@/features/design/desk/pilot/pilot.css";

/** The configuration: what is being drafted, and what has been released. */
export function DesignPage() {
  const t = useDesignWords();
  const transfers = useTransferWords();
  const begin = useBegin();
  const released = useAddress().search.get("released");
  const start = () => {
    perform(begin, null, (draft) => {
      navigate(`/design/${draft.id}`);
    });
  };
  return (
    <>
      <PageHeader title={t.title} finding={t.finding}>
        <Link to="/design/journeys">{transfers.link}</Link>
        <Button look="primary" onClick={start} busy={begin.isPending}>
          {t.newDraft}
        </Button>
      </PageHeader>
      <Problem error={begin.error} />
      <PilotBar />
      {released === null ? null : (
        <p className="design-released" role="status">
          <b>{t.releasedNow(released)}</b> {t.releasedHint} <Link to="/design/journeys">{t.releasedMove}</Link>
        </p>
      )}
      <DraftList />
      <VersionList />
    </>
  );
}

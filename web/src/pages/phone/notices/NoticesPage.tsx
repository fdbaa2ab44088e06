import { ContactActs } from "@/features/activity/phone/ContactActs";
import type { Notice } from "@/features/notices/api";
import { ShareAnswers } from "@/features/records/Sharing";
import { shareAsked } from "@/features/records/sharing";
import { NoticeList } from "@/features/notices/phone/NoticeList";
import { usePhoneWords } from "@/pages/phone/words";
import { Page } from "@/ui/phone/Page";

/** What one is told. */
export function NoticesPage() {
  const t = usePhoneWords();
  return (
    <Page title={t.notices} back="/">
      <NoticeList acts={acts} />
    </Page>
  );
}

function acts(notice: Notice) {
  const { object, record_id: id, facts } = notice;
  const share = shareAsked(notice);
  if (share !== null) return <ShareAnswers {...share} />;
  if (object === null || id === null) return null;
  return <ContactActs object={object} id={id} title={typeof facts["title"] === "string" ? facts["title"] : ""} />;
}

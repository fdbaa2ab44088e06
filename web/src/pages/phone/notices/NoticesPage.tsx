import { NoticeList } from "@/features/notices/phone/NoticeList";
import { usePhoneWords } from "@/pages/phone/words";
import { Page } from "@/ui/phone/Page";

/** What one is told. */
export function NoticesPage() {
  const t = usePhoneWords();
  return (
    <Page title={t.notices} back="/">
      <NoticeList />
    </Page>
  );
}

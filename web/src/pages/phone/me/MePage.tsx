import { useState } from "react";

import { useApprovalsWaiting } from "@/features/approvals/api";
import { useApprovalWords } from "@/features/approvals/words";
import { useNoticeCount } from "@/features/notices/api";
import { useMannersWords } from "@/features/notices/mannersWords";
import { Manners } from "@/features/notices/phone/Manners";
import { useLogOut, useSpeak, type Me } from "@/features/org/api";
import { usePools } from "@/features/pool/api";
import { usePoolWords } from "@/features/pool/words";
import { useOutgoing } from "@/features/process/phone/outgoing";
import { useLang, type Lang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { navigate } from "@/lib/router";
import { usePhoneWords } from "@/pages/phone/words";
import { Button } from "@/ui/phone/Button";
import { Chips } from "@/ui/phone/Chips";
import { Page } from "@/ui/phone/Page";
import { LinkRow, Rows } from "@/ui/phone/Rows";
import { Sheet } from "@/ui/phone/Sheet";
import { Problem } from "@/ui/phone/states";

const languages = [
  { value: "zh", label: "中文" },
  { value: "en", label: "English" },
];

/** Who one is, what one is told, and the way out. */
export function MePage({ me }: { me: Me }) {
  const t = usePhoneWords();
  const manners = useMannersWords();
  const lang = useLang();
  const approvals = useApprovalWords();
  const speak = useSpeak();
  return (
    <Page title={me.person.name} sub={`${me.role_label} · ${me.workspace.name} · ${me.person.login}`}>
      <Rows label={t.me}>
        <LinkRow to="/approvals" who={approvals.title} what={approvals.finding(useApprovalsWaiting())} />
        <PoolLink />
        <LinkRow to="/notices" who={t.notices} what={t.unread(useNoticeCount().data ?? 0)} />
      </Rows>
      <details className="manners">
        <summary>{manners.title}</summary>
        <Manners />
      </details>
      <Chips
        label={t.language}
        options={languages}
        value={lang}
        onChange={(chosen) => {
          speak(chosen as Lang);
        }}
      />
      <a className="button button-wide" href="/?desk=1">
        {t.desk}
      </a>
      <Leave />
    </Page>
  );
}

/** The way to the pools one may claim from. */
function PoolLink() {
  const t = usePoolWords();
  const lang = useLang();
  const pools = usePools().data ?? [];
  const [first] = pools;
  if (first === undefined) return null;
  const lying = pools.reduce((sum, pool) => sum + pool.count, 0);
  return <LinkRow to="/pool" who={t.title} what={t.lying(count(lying, lang), first.object_label)} />;
}

/** Logging out loses what was not sent: it says so before. */
function Leave() {
  const t = usePhoneWords();
  const logOut = useLogOut();
  const outgoing = useOutgoing().length;
  const [asking, setAsking] = useState(false);
  const leave = () => {
    logOut.mutate(undefined, {
      onSuccess: () => {
        navigate("/", { replace: true });
      },
    });
  };
  return (
    <>
      <Button
        wide
        icon="out"
        look="danger"
        busy={logOut.isPending}
        onClick={() => {
          if (outgoing > 0) setAsking(true);
          else leave();
        }}
      >
        {t.logOut}
      </Button>
      <Problem error={logOut.error} />
      {asking ? (
        <Sheet
          title={t.logOut}
          onClose={() => {
            setAsking(false);
          }}
          onSubmit={leave}
          foot={
            <Button submit wide look="danger" busy={logOut.isPending}>
              {t.logOutAnyway}
            </Button>
          }
        >
          <p>{t.logOutKept(outgoing)}</p>
        </Sheet>
      ) : null}
    </>
  );
}

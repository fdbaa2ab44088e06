import { lazy, Suspense, useEffect, useLayoutEffect, type ReactNode } from "react";

import { Live } from "@/features/notices/phone/Live";
import { useObjects, type ObjectDef } from "@/features/objects/api";
import { useMe, type Me } from "@/features/org/api";
import { useProcesses } from "@/features/process/api";
import { useLang } from "@/lib/i18n";
import { refused } from "@/lib/refusal";
import { match, navigate, useAddress } from "@/lib/router";
import { ListPage } from "@/pages/phone/list/ListPage";
import { LoginPage, PasswordPage } from "@/pages/phone/login/LoginPage";
import { Tabs } from "@/pages/phone/shell/Tabs";
import { TodayPage } from "@/pages/phone/today/TodayPage";
import { usePhoneWords } from "@/pages/phone/words";
import { Button } from "@/ui/phone/Button";
import { notePage, Page } from "@/ui/phone/Page";
import { EmptyState, ErrorState, Skeleton } from "@/ui/phone/states";

const loadAdd = () => import("@/pages/phone/add/AddPage").then((page) => ({ default: page.AddPage }));
const loadMe = () => import("@/pages/phone/me/MePage").then((page) => ({ default: page.MePage }));
const loadNotices = () => import("@/pages/phone/notices/NoticesPage").then((page) => ({ default: page.NoticesPage }));
const loadApprovals = () =>
  import("@/pages/phone/approvals/ApprovalsPage").then((page) => ({ default: page.ApprovalsPage }));
const loadPool = () => import("@/pages/phone/pool/PoolPage").then((page) => ({ default: page.PoolPage }));
const loadRecord = () => import("@/pages/phone/record/RecordPage").then((page) => ({ default: page.RecordPage }));
const AddPage = lazy(loadAdd);
const MePage = lazy(loadMe);
const NoticesPage = lazy(loadNotices);
const ApprovalsPage = lazy(loadApprovals);
const PoolPage = lazy(loadPool);
const RecordPage = lazy(loadRecord);

/** Which page an address means, and whether one must log in first. */
export function Routes() {
  // Labels of the configuration come in the language of the person: another language asks for them anew.
  const lang = useLang();
  return (
    <div className="phone" key={lang}>
      <Entered />
    </div>
  );
}

function Entered() {
  const me = useMe();
  if (refused(me.error, "not_logged_in")) return <LoginPage />;
  if (me.data === undefined) {
    return me.error === null ? <Waiting /> : <ErrorState error={me.error} onRetry={() => void me.refetch()} />;
  }
  return me.data.must_change_password ? <PasswordPage /> : <LoggedIn me={me.data} />;
}

function Waiting() {
  return (
    <main className="page">
      <Skeleton />
    </main>
  );
}

function LoggedIn({ me }: { me: Me }) {
  const { path } = useAddress();
  const objects = useObjects();
  const processes = useProcesses();
  useTop(path);
  useFetchedAhead();
  if (objects.data === undefined || processes.data === undefined) {
    const error = objects.error ?? processes.error;
    const retry = () => {
      void objects.refetch();
      void processes.refetch();
    };
    return error === null ? <Waiting /> : <ErrorState error={error} onRetry={retry} />;
  }
  const places = placesOf(objects.data, processes.data[0]?.object);
  return (
    <>
      <Live />
      <Suspense fallback={<Waiting />}>{pageOf(path, { me, objects: objects.data, ...places })}</Suspense>
      {path.startsWith("/add/") ? null : <Tabs path={path} {...places} />}
    </>
  );
}

interface Known {
  me: Me;
  objects: readonly ObjectDef[];
  customers: ObjectDef | undefined;
  deals: ObjectDef | undefined;
}

/** The two lists of the phone: what goes through a process, and whom it is for. */
function placesOf(objects: readonly ObjectDef[], moving: string | undefined): Pick<Known, "customers" | "deals"> {
  const deals = objects.find((object) => object.key === moving);
  const whom = deals?.fields.find((field) => field.type === "reference")?.to;
  return { deals, customers: objects.find((object) => object.key === (whom ?? "customer")) };
}

function pageOf(path: string, known: Known): ReactNode {
  const { me, objects, deals } = known;
  const own: Readonly<Record<string, () => ReactNode>> = {
    "/": () => <TodayPage me={me} deals={deals?.key ?? ""} />,
    "/me": () => <MePage me={me} />,
    "/notices": () => <NoticesPage />,
    "/approvals": () => <ApprovalsPage />,
    "/pool": () => <PoolPage />,
  };
  const parts = match("/:place/:object", path) ?? match("/:place/:object/:id", path) ?? {};
  const object = objects.find((one) => one.key === parts["object"]);
  const page = object === undefined ? null : objectPage(parts, object, known);
  return own[path]?.() ?? page ?? <Gone />;
}

/** A page about one object: its list, one of its records, or a new one. */
function objectPage(parts: Readonly<Record<string, string>>, object: ObjectDef, known: Known): ReactNode {
  const { me, customers, deals } = known;
  const { place, id } = parts;
  if (place === "list") return <ListPage key={object.key} me={me} object={object} />;
  if (place === "r" && id !== undefined) {
    return <RecordPage key={`${object.key}.${id}`} object={object} id={Number(id)} />;
  }
  const offered = [customers, deals].filter((one) => one !== undefined).filter((one) => one.can["create"] === true);
  return place === "add" ? <AddPage me={me} objects={offered} object={object} /> : null;
}

function Gone() {
  const t = usePhoneWords();
  return (
    <Page title={t.gone}>
      <EmptyState title={t.goneHint}>
        <Button
          look="primary"
          onClick={() => {
            navigate("/", { replace: true });
          }}
        >
          {t.goHome}
        </Button>
      </EmptyState>
    </Page>
  );
}

/** The other pages come while the first one is read, so that opening one waits for nothing. */
function useFetchedAhead(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const load of [loadRecord, loadAdd, loadNotices, loadApprovals, loadPool, loadMe])
        void load().catch(() => undefined);
    }, 1500);
    return () => {
      clearTimeout(timer);
    };
  }, []);
}

let wentBack = false;
let shown: string | null = null;

/** A page that is opened begins at its top; one that is gone back to, where it was left. */
function useTop(path: string): void {
  useEffect(() => {
    const back = () => {
      wentBack = true;
    };
    window.addEventListener("popstate", back, { capture: true });
    return () => {
      window.removeEventListener("popstate", back, { capture: true });
    };
  }, []);
  useLayoutEffect(() => {
    if (shown !== null && shown !== path) {
      notePage(wentBack ? -1 : 1);
      if (!wentBack) window.scrollTo(0, 0);
    }
    shown = path;
    wentBack = false;
  }, [path]);
}

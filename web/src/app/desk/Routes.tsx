import { lazy, Suspense, useEffect, type ReactNode } from "react";

import { useMe } from "@/features/org/api";
import { useLang } from "@/lib/i18n";
import { notFound, refused } from "@/lib/refusal";
import { match, navigate, useAddress } from "@/lib/router";
import { Shell } from "@/pages/desk/shell/Shell";
import { ErrorState, Skeleton } from "@/ui/desk/states";
import { useShared } from "@/lib/words/shared";

const Login = lazy(() => import("@/pages/desk/login/LoginPage").then((page) => ({ default: page.LoginPage })));
const New = lazy(() => import("@/pages/desk/new/NewPage").then((page) => ({ default: page.NewPage })));
const Password = lazy(() => import("@/pages/desk/login/PasswordPage").then((page) => ({ default: page.PasswordPage })));
const Health = lazy(() => import("@/pages/desk/health/HealthPage").then((page) => ({ default: page.HealthPage })));
const Funnel = lazy(() => import("@/pages/desk/funnel/FunnelPage").then((page) => ({ default: page.FunnelPage })));
const Transitions = lazy(() =>
  import("@/pages/desk/transitions/TransitionsPage").then((page) => ({ default: page.TransitionsPage })),
);
const Journeys = lazy(() => import("@/pages/desk/list/JourneysPage").then((page) => ({ default: page.JourneysPage })));
const List = lazy(() => import("@/pages/desk/list/ListPage").then((page) => ({ default: page.ListPage })));
const Regraded = lazy(() => import("@/pages/desk/list/RegradedPage").then((page) => ({ default: page.RegradedPage })));
const Record = lazy(() => import("@/pages/desk/record/RecordPage").then((page) => ({ default: page.RecordPage })));
const Day = lazy(() => import("@/pages/desk/day/DayPage").then((page) => ({ default: page.DayPage })));
const TeamDay = lazy(() => import("@/pages/desk/day/TeamPage").then((page) => ({ default: page.TeamPage })));
const Merge = lazy(() => import("@/pages/desk/merge/MergePage").then((page) => ({ default: page.MergePage })));
const Inbox = lazy(() => import("@/pages/desk/inbox/InboxPage").then((page) => ({ default: page.InboxPage })));
const Approvals = lazy(() =>
  import("@/pages/desk/approvals/ApprovalsPage").then((page) => ({ default: page.ApprovalsPage })),
);
const Pool = lazy(() => import("@/pages/desk/pool/PoolPage").then((page) => ({ default: page.PoolPage })));
const Import = lazy(() => import("@/pages/desk/import/ImportPage").then((page) => ({ default: page.ImportPage })));
const Metrics = lazy(() => import("@/pages/desk/metrics/MetricsPage").then((page) => ({ default: page.MetricsPage })));
const System = lazy(() => import("@/pages/desk/system/SystemPage").then((page) => ({ default: page.SystemPage })));
const Handovers = lazy(() =>
  import("@/pages/desk/handover/HandoversPage").then((page) => ({ default: page.HandoversPage })),
);
const Handover = lazy(() =>
  import("@/pages/desk/handover/HandoverPage").then((page) => ({ default: page.HandoverPage })),
);
const Rescue = lazy(() => import("@/pages/desk/rescue/RescuePage").then((page) => ({ default: page.RescuePage })));
const Runs = lazy(() => import("@/pages/desk/runs/RunsPage").then((page) => ({ default: page.RunsPage })));
const Design = lazy(() => import("@/pages/desk/design/DesignPage").then((page) => ({ default: page.DesignPage })));
const Draft = lazy(() => import("@/pages/desk/design/DraftPage").then((page) => ({ default: page.DraftPage })));
const Process = lazy(() => import("@/pages/desk/design/ProcessPage").then((page) => ({ default: page.ProcessPage })));
const Processes = lazy(() =>
  import("@/pages/desk/design/ProcessesPage").then((page) => ({ default: page.ProcessesPage })),
);
const Fields = lazy(() => import("@/pages/desk/design/ObjectPage").then((page) => ({ default: page.ObjectPage })));
const Transfers = lazy(() =>
  import("@/pages/desk/design/TransferPage").then((page) => ({ default: page.TransferPage })),
);
const Objects = lazy(() => import("@/pages/desk/design/ObjectsPage").then((page) => ({ default: page.ObjectsPage })));
const Relations = lazy(() =>
  import("@/pages/desk/design/RelationsPage").then((page) => ({ default: page.RelationsPage })),
);
const Bin = lazy(() => import("@/pages/desk/design/BinPage").then((page) => ({ default: page.BinPage })));
const Pilot = lazy(() => import("@/pages/desk/design/PilotPage").then((page) => ({ default: page.PilotPage })));
const Forms = lazy(() => import("@/pages/desk/design/FormPage").then((page) => ({ default: page.FormPage })));
const Dictionaries = lazy(() =>
  import("@/pages/desk/design/DictionariesPage").then((page) => ({ default: page.DictionariesPage })),
);
const Roles = lazy(() => import("@/pages/desk/design/RolesPage").then((page) => ({ default: page.RolesPage })));
const Boards = lazy(() => import("@/pages/desk/design/BoardsPage").then((page) => ({ default: page.BoardsPage })));
const Board = lazy(() => import("@/pages/desk/boards/BoardPage").then((page) => ({ default: page.BoardPage })));
const Packs = lazy(() => import("@/pages/desk/design/PacksPage").then((page) => ({ default: page.PacksPage })));
const DesignApprovals = lazy(() =>
  import("@/pages/desk/design/ApprovalsPage").then((page) => ({ default: page.ApprovalsPage })),
);
const DesignPools = lazy(() => import("@/pages/desk/design/PoolsPage").then((page) => ({ default: page.PoolsPage })));
const Grades = lazy(() => import("@/pages/desk/design/GradesPage").then((page) => ({ default: page.GradesPage })));
const Rules = lazy(() => import("@/pages/desk/design/RulesPage").then((page) => ({ default: page.RulesPage })));
const Rule = lazy(() => import("@/pages/desk/design/RulePage").then((page) => ({ default: page.RulePage })));
const Calendar = lazy(() =>
  import("@/pages/desk/design/CalendarPage").then((page) => ({ default: page.CalendarPage })),
);
const Alerts = lazy(() => import("@/pages/desk/design/AlertsPage").then((page) => ({ default: page.AlertsPage })));
const Activities = lazy(() =>
  import("@/pages/desk/design/ActivitiesPage").then((page) => ({ default: page.ActivitiesPage })),
);
const Me = lazy(() => import("@/pages/desk/me/MePage").then((page) => ({ default: page.MePage })));

type Parts = Readonly<Record<string, string>>;

const pages: readonly (readonly [string, (parts: Parts) => ReactNode])[] = [
  ["/health", () => <Health />],
  ["/funnel", () => <Funnel />],
  ["/transitions", () => <Transitions />],
  ["/boards/:board", ({ board = "" }) => <Board board={board} key={board} />],
  ["/journeys", () => <Journeys />],
  ["/o/:object", (parts) => <List object={parts["object"] ?? ""} key={parts["object"]} />],
  ["/o/:object/grades", (parts) => <Regraded object={parts["object"] ?? ""} key={parts["object"]} />],
  ["/o/:object/duplicates", (parts) => <Merge object={parts["object"] ?? ""} key={parts["object"]} />],
  ["/r/:object/:id", (parts) => <Record object={parts["object"] ?? ""} id={Number(parts["id"])} key={parts["id"]} />],
  ["/day", () => <Day />],
  ["/day/team", () => <TeamDay />],
  ["/inbox", () => <Inbox />],
  ["/approvals", () => <Approvals />],
  ["/pool", () => <Pool />],
  ["/import", () => <Import />],
  ["/metrics", () => <Metrics />],
  ["/design", () => <Design />],
  ["/design/journeys", () => <Transfers />],
  ["/design/pilot", () => <Pilot />],
  ["/design/:draft", ({ draft }) => <Draft id={Number(draft)} key={draft} />],
  [
    "/design/:draft/process/:process",
    ({ draft, process = "" }) => <Process draft={Number(draft)} process={process} key={`${draft} ${process}`} />,
  ],
  [
    "/design/:draft/objects/:object",
    ({ draft, object = "" }) => <Fields draft={Number(draft)} object={object} key={`${draft} ${object}`} />,
  ],
  ["/design/:draft/process", ({ draft }) => <Processes draft={Number(draft)} key={draft} />],
  ["/design/:draft/objects", ({ draft }) => <Objects draft={Number(draft)} key={draft} />],
  ["/design/:draft/relations", ({ draft }) => <Relations draft={Number(draft)} key={draft} />],
  ["/design/:draft/bin", ({ draft }) => <Bin draft={Number(draft)} key={draft} />],
  [
    "/design/:draft/forms/:object",
    ({ draft, object = "" }) => <Forms draft={Number(draft)} object={object} key={`${draft} ${object}`} />,
  ],
  ["/design/:draft/calendar", ({ draft }) => <Calendar draft={Number(draft)} key={draft} />],
  ["/design/:draft/notices", ({ draft }) => <Alerts draft={Number(draft)} key={draft} />],
  ["/design/:draft/activities", ({ draft }) => <Activities draft={Number(draft)} key={draft} />],
  ["/design/:draft/rules", ({ draft }) => <Rules draft={Number(draft)} key={draft} />],
  [
    "/design/:draft/rules/:rule",
    ({ draft, rule = "" }) => <Rule draft={Number(draft)} rule={rule} key={`${draft} ${rule}`} />,
  ],
  ["/design/:draft/approvals", ({ draft }) => <DesignApprovals draft={Number(draft)} key={draft} />],
  ["/design/:draft/pools", ({ draft }) => <DesignPools draft={Number(draft)} key={draft} />],
  ["/design/:draft/grades", ({ draft }) => <Grades draft={Number(draft)} key={draft} />],
  ["/design/:draft/dictionaries", ({ draft }) => <Dictionaries draft={Number(draft)} key={draft} />],
  ["/design/:draft/roles", ({ draft }) => <Roles draft={Number(draft)} key={draft} />],
  ["/design/:draft/dashboards", ({ draft }) => <Boards draft={Number(draft)} key={draft} />],
  [
    "/design/:draft/dashboards/:board",
    ({ draft, board = "" }) => <Boards draft={Number(draft)} board={board} key={`${draft} ${board}`} />,
  ],
  ["/design/:draft/packs", ({ draft }) => <Packs draft={Number(draft)} key={draft} />],
  ["/handover", () => <Handovers />],
  ["/handover/:person", ({ person }) => <Handover person={Number(person)} key={person} />],
  ["/rescue", () => <Rescue />],
  ["/rules/:rule/runs", ({ rule = "" }) => <Runs rule={rule} key={rule} />],
  ["/system", () => <System />],
  ["/me", () => <Me />],
];

/** Which page an address means, and whether one must log in first. */
export function Routes() {
  const { path } = useAddress();
  // Labels of the configuration come in the language of the person: another language asks for them anew.
  const lang = useLang();
  useEffect(() => {
    if (path === "/") navigate("/health", { replace: true });
  }, [path]);
  if (path === "/login" || path === "/new") {
    return <Suspense>{path === "/login" ? <Login /> : <New />}</Suspense>;
  }
  return <LoggedIn key={lang} path={path} />;
}

function LoggedIn({ path }: { path: string }) {
  const me = useMe();
  if (me.error !== null && !refused(me.error, "not_logged_in")) {
    return (
      <ErrorState
        error={me.error}
        onRetry={() => {
          void me.refetch();
        }}
      />
    );
  }
  if (me.data === undefined) return <Skeleton />;
  if (me.data.must_change_password) {
    return (
      <Suspense>
        <Password />
      </Suspense>
    );
  }
  return (
    <Shell me={me.data}>
      <Suspense fallback={<Skeleton />}>
        <Page path={path} />
      </Suspense>
    </Shell>
  );
}

function Page({ path }: { path: string }) {
  const t = useShared();
  useEffect(() => {
    document.title = t.product;
  }, [path, t]);
  for (const [pattern, page] of pages) {
    const parts = match(pattern, path);
    if (parts !== null) return page(parts);
  }
  return path === "/" ? <Skeleton /> : <ErrorState error={notFound} />;
}

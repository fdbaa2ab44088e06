import { useState, type ReactNode } from "react";

import { useWithoutOwner } from "@/features/handover/api";
import { useApprovalsWaiting } from "@/features/approvals/api";
import { useApprovalWords } from "@/features/approvals/words";
import { useNoticeCount } from "@/features/notices/api";
import { Live } from "@/features/notices/desk/Live";
import { useObjects } from "@/features/objects/api";
import { useRight, useSpeak, type Me } from "@/features/org/api";
import { usePools } from "@/features/pool/api";
import { usePoolWords } from "@/features/pool/words";
import { useProcesses } from "@/features/process/api";
import { useDashboards } from "@/features/reports/api";
import { useRescueCount } from "@/features/rescue/api";
import { Find } from "@/features/records/desk/Find";
import { QuickAdd } from "@/features/records/desk/QuickAdd";
import { say, useLang } from "@/lib/i18n";
import { Link, navigate, useAddress } from "@/lib/router";
import { Account, Shortcuts } from "@/pages/desk/shell/Account";
import { useShellWords } from "@/pages/desk/shell/words";
import { Button } from "@/ui/desk/Button";
import { useShortcuts } from "@/ui/desk/keys";
import "@/pages/desk/shell/shell.css";

/** What stands around every page: where one can go, search, and what one can make. */
export function Shell({ me, children }: { me: Me; children: ReactNode }) {
  const t = useShellWords();
  const lang = useLang();
  const speakTo = useSpeak();
  const objects = useObjects().data ?? [];
  const makeable = objects.filter((object) => object.can["create"] === true);
  const [adding, setAdding] = useState(false);
  const [help, setHelp] = useState(false);
  const go = (to: string) => () => {
    navigate(to);
  };
  const add = () => {
    setAdding(makeable.length > 0);
  };
  useShortcuts({
    c: add,
    "g d": go("/day"),
    "g h": go("/health"),
    "g f": go("/funnel"),
    "g p": go("/journeys"),
    "g i": go("/inbox"),
    "?": () => {
      setHelp(true);
    },
  });
  const first = makeable.find((object) => object.key === objectShown(location.pathname)) ?? makeable[0];
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t.skip}
      </a>
      <Live />
      <Nav workspace={me.workspace.name} />
      <div className="shell-main">
        <header className="shell-top">
          <Find />
          <div className="shell-acts">
            <Button
              look="quiet"
              onClick={() => {
                speakTo(lang === "zh" ? "en" : "zh");
              }}
            >
              {lang === "zh" ? t.toEnglish : t.toChinese}
            </Button>
            <Account me={me} />
            {makeable.length > 0 ? (
              <Button look="primary" onClick={add}>
                {t.create}
              </Button>
            ) : null}
          </div>
        </header>
        {me.pilot === null ? null : (
          <p className="shell-note" role="note">
            {t.trying(me.pilot.last_day)}
          </p>
        )}
        <main id="content" tabIndex={-1}>
          {children}
        </main>
      </div>
      {adding && first !== undefined ? (
        <QuickAdd
          objects={makeable}
          start={{ object: first.key, values: {} }}
          onClose={() => {
            setAdding(false);
          }}
        />
      ) : null}
      <Shortcuts
        open={help}
        onClose={() => {
          setHelp(false);
        }}
      />
    </div>
  );
}

function Nav({ workspace }: { workspace: string }) {
  const t = useShellWords();
  const objects = useObjects().data ?? [];
  const processes = useProcesses().data ?? [];
  const waiting = useNoticeCount().data ?? 0;
  const boards = useDashboards().data ?? [];
  const inProcess = new Set(processes.map((process) => process.object));
  const journeys = objects.find((object) => inProcess.has(object.key));
  return (
    <nav className="nav" aria-label={t.nav}>
      <p className="nav-name">{workspace}</p>
      <ul>
        <Item to="/day">{t.day}</Item>
        <Item to="/health">{t.health}</Item>
        <Item to="/funnel">{t.funnel}</Item>
        <Item to="/transitions">{t.transitions}</Item>
        {boards.map((board) => (
          <Item key={board.key} to={`/boards/${board.key}`}>
            {board.label}
          </Item>
        ))}
        <Item to="/journeys">{t.journeys(say(journeys?.label))}</Item>
        {objects
          .filter((object) => !inProcess.has(object.key))
          .map((object) => (
            <Item key={object.key} to={`/o/${object.key}`}>
              {say(object.plural)}
            </Item>
          ))}
        <Item to="/inbox">
          {t.inbox}
          {waiting > 0 ? (
            <span className="nav-count" aria-label={t.waiting(waiting)}>
              {waiting > 99 ? "99+" : waiting}
            </span>
          ) : null}
        </Item>
        <Approvals />
        <Pools />
        <Item to="/metrics">{t.metrics}</Item>
        <ByRight right="import.run" to="/import">
          {t.import}
        </ByRight>
        <ByRight right="blueprint.release" to="/design">
          {t.design}
        </ByRight>
        <Mending />
        <ByRight right="org.manage" to="/system">
          {t.system}
        </ByRight>
      </ul>
    </nav>
  );
}

/** Where work is passed on, and where what was not done waits; with how much does. */
function Mending() {
  const t = useShellWords();
  const manages = useRight("org.manage");
  const assigns = useRight("records.assign");
  const stuck = useRescueCount(useRight("blueprint.release")).data ?? 0;
  const left = useWithoutOwner(manages || assigns).data?.length ?? 0;
  return (
    <>
      {manages || assigns ? (
        <Item to="/handover">
          {t.handover}
          <Badge n={left} label={t.left(left)} />
        </Item>
      ) : null}
      <ByRight right="blueprint.release" to="/rescue">
        {t.rescue}
        <Badge n={stuck} label={t.stuck(stuck)} />
      </ByRight>
    </>
  );
}

function Badge({ n, label }: { n: number; label: string }) {
  if (n === 0) return null;
  return (
    <span className="nav-count" aria-label={label}>
      {n > 99 ? "99+" : n}
    </span>
  );
}

/** The way to what waits for my decision, and how much it is. */
function Approvals() {
  const t = useApprovalWords();
  const shell = useShellWords();
  const waiting = useApprovalsWaiting();
  return (
    <Item to="/approvals">
      {t.title}
      {waiting > 0 ? (
        <span className="nav-count" aria-label={shell.waiting(waiting)}>
          {waiting > 99 ? "99+" : waiting}
        </span>
      ) : null}
    </Item>
  );
}

/** The way to what nobody works on, for those who may claim it. */
function Pools() {
  const t = usePoolWords();
  const pools = usePools().data ?? [];
  return pools.length === 0 ? null : <Item to="/pool">{t.title}</Item>;
}

function ByRight({ right, ...item }: { right: string; to: string; children: ReactNode }) {
  return useRight(right) ? <Item {...item} /> : null;
}

function Item({ to, children }: { to: string; children: ReactNode }) {
  const { path } = useAddress();
  const here = path === to || path.startsWith(`${to}/`);
  return (
    <li>
      <Link to={to} className="nav-item" {...(here ? { "aria-current": "page" as const } : {})}>
        {children}
      </Link>
    </li>
  );
}

/** The object whose page or list is open: what one most likely wants to make another of. */
function objectShown(path: string): string | undefined {
  return /^\/[or]\/([^/]+)/.exec(path)?.[1];
}

import type { ObjectDef } from "@/features/objects/api";
import { say, useLang } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { usePhoneWords } from "@/pages/phone/words";
import { Icon, type IconName } from "@/ui/phone/Icon";
import "@/pages/phone/shell/tabs.css";

interface Props {
  path: string;
  customers: ObjectDef | undefined;
  deals: ObjectDef | undefined;
}

/** The five places, under the thumb. */
export function Tabs({ path, customers, deals }: Props) {
  const t = usePhoneWords();
  const lang = useLang();
  return (
    <nav className="tabs" aria-label={t.tabs}>
      <Tab to="/" icon="home" label={t.today} path={path} />
      {customers === undefined ? null : (
        <Tab to={`/list/${customers.key}`} icon="customer" label={say(customers.label, lang)} path={path} />
      )}
      <Link to={`/add/${wanted(path, customers, deals)}`} className="tab-plus" aria-label={t.add}>
        <Icon name="plus" size={28} />
      </Link>
      {deals === undefined ? null : (
        <Tab to={`/list/${deals.key}`} icon="deal" label={say(deals.label, lang)} path={path} />
      )}
      <Tab to="/me" icon="me" label={t.me} path={path} />
    </nav>
  );
}

function Tab({ to, icon, label, path }: { to: string; icon: IconName; label: string; path: string }) {
  const key = to.slice(to.lastIndexOf("/") + 1);
  const here = path === to || (key !== "" && path.startsWith(`/r/${key}/`));
  return (
    <Link to={to} className="tab" {...(here ? { "aria-current": "page" as const } : {})}>
      <Icon name={icon} />
      <span>{label}</span>
    </Link>
  );
}

/** Beside the deals one adds a deal; everywhere else the customer comes first. */
function wanted(path: string, customers: ObjectDef | undefined, deals: ObjectDef | undefined): string {
  const atDeals = deals !== undefined && path === `/list/${deals.key}`;
  return (atDeals ? deals : (customers ?? deals))?.key ?? "customer";
}

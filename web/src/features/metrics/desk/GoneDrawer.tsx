import { useGone, type Asked, type Gone } from "@/features/metrics/api";
import { usePathWords } from "@/features/metrics/path-words";
import { useLang } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { duration, stamp } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { Drawer } from "@/ui/desk/Drawer";
import { Loaded } from "@/ui/desk/states";
import "@/features/metrics/desk/metrics.css";

interface Props {
  title: string;
  gone: Gone;
  asked: Asked;
  onClose: () => void;
}

/** The journeys behind a step or a way, the longest first; each leads to its record. */
export function GoneDrawer({ title, gone, asked, onClose }: Props) {
  const t = usePathWords();
  const lang = useLang();
  const rows = useGone(gone, asked);
  return (
    <Drawer open title={title} onClose={onClose} width={520}>
      <p className="muted">{t.longest}</p>
      <Loaded of={rows} rows={8}>
        {({ pages }) => (
          <ul className="stuck">
            {pages
              .flatMap((page) => page.items)
              .map((row) => (
                <li key={row.row_id}>
                  <Link to={`/r/${row.object}/${row.id}`}>{row.title}</Link>
                  <span>{duration((row.value ?? 0) * 60, lang)}</span>
                  <small>{row.at === null ? row.owner.name : `${row.owner.name} · ${stamp(row.at, lang)}`}</small>
                </li>
              ))}
          </ul>
        )}
      </Loaded>
      {rows.hasNextPage ? (
        <Button
          look="quiet"
          wide
          busy={rows.isFetchingNextPage}
          onClick={() => {
            void rows.fetchNextPage();
          }}
        >
          {t.next}
        </Button>
      ) : null}
    </Drawer>
  );
}

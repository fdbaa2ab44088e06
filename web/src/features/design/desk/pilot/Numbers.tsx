import { useState } from "react";

import { useSideBehind, type Compared, type PilotWhole, type Side } from "@/features/design/pilots";
import { usePilotWords } from "@/features/design/words/pilots";
import { useLang } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { stamp } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { Select } from "@/ui/desk/choosers";
import { Drawer } from "@/ui/desk/Drawer";
import { Card } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded } from "@/ui/desk/states";

interface Looked {
  number: Compared;
  side: Side;
}

/** Four numbers of the pilot's teams beside those of everybody else; each opens what it was made of. */
export function Numbers({ pilot, onProcess }: { pilot: PilotWhole; onProcess: (key: string | null) => void }) {
  const t = usePilotWords();
  const lang = useLang();
  const [looked, setLooked] = useState<Looked | null>(null);
  const many = pilot.processes.length > 1;
  return (
    <Card
      title={t.numbers}
      extra={
        many ? (
          <Select
            label={t.process}
            width={200}
            value={pilot.process}
            options={pilot.processes.map(({ key, label }) => ({ value: key, label }))}
            onChange={onProcess}
          />
        ) : null
      }
    >
      <p className="muted">{t.since(stamp(pilot.from_at, lang))}</p>
      <div className="design-scroll">
        <table className="design-versions pilot-numbers">
          <thead>
            <tr>
              {[t.number, t.pilotSide, t.restSide].map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pilot.numbers.map((number) => (
              <tr key={number.key}>
                <th scope="row">
                  {number.label}
                  {number.each ? t.each : ""}
                  <small>{number.definition}</small>
                </th>
                {(["pilot", "rest"] as const).map((side) => (
                  <td key={side}>
                    <SideCell
                      number={number}
                      side={side}
                      onLook={() => {
                        setLooked({ number, side });
                      }}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {looked === null ? null : (
        <Behind
          pilot={pilot}
          looked={looked}
          onClose={() => {
            setLooked(null);
          }}
        />
      )}
    </Card>
  );
}

function SideCell({ number, side, onLook }: Looked & { onLook: () => void }) {
  const t = usePilotWords();
  const { said, count, few } = number[side];
  const called = side === "pilot" ? t.pilotSide : t.restSide;
  return (
    <>
      <b>{said === "" ? t.nothing : said}</b>{" "}
      {count === 0 ? null : (
        <Button size="small" look="quiet" label={`${t.made(count)} · ${t.look(number.label, called)}`} onClick={onLook}>
          {t.made(count)}
        </Button>
      )}
      {few ? <small className="pilot-few">{t.few}</small> : null}
    </>
  );
}

function Behind({ pilot, looked, onClose }: { pilot: PilotWhole; looked: Looked; onClose: () => void }) {
  const t = usePilotWords();
  const lang = useLang();
  const { number, side } = looked;
  const rows = useSideBehind(pilot.id, number.key, side, pilot.process);
  return (
    <Drawer
      open
      width={560}
      title={t.behindOf(number.label, side === "pilot" ? t.pilotSide : t.restSide)}
      onClose={onClose}
    >
      <Loaded of={rows} rows={5}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          return items.length === 0 ? (
            <EmptyState title={t.noRows} />
          ) : (
            <ul className="design-lines">
              {items.map((row) => (
                <li key={row.row_id}>
                  <Link to={`/r/${row.object}/${row.id}`}>{row.title}</Link>{" "}
                  <small className="muted">
                    {row.owner.name}
                    {row.at === null ? "" : ` · ${stamp(row.at, lang)}`}
                  </small>
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
      {rows.hasNextPage ? (
        <Button look="quiet" wide busy={rows.isFetchingNextPage} onClick={() => void rows.fetchNextPage()}>
          {t.more}
        </Button>
      ) : null}
    </Drawer>
  );
}

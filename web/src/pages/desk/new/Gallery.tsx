import { useState } from "react";

import { Handbook } from "@/features/setup/Handbook";
import type { Pack } from "@/features/setup/api";
import { useNewWords } from "@/pages/desk/new/words";
import { Button } from "@/ui/desk/Button";
import { Drawer } from "@/ui/desk/Drawer";

interface Props {
  packs: readonly Pack[];
  chosen: string;
  onChoose: (pack: Pack) => void;
}

/** The packs on their shelf: what each promises, how its way looks, and its handbook to read. */
export function Gallery({ packs, chosen, onChoose }: Props) {
  const t = useNewWords();
  const [reading, setReading] = useState<Pack | null>(null);
  return (
    <>
      <h1>{t.title}</h1>
      <p className="muted">{t.lead}</p>
      <ul className="new-shelf">
        {packs.map((pack) => (
          <li key={pack.key} className="card" aria-current={pack.key === chosen ? "true" : undefined}>
            <img src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(pack.picture)}`} alt="" />
            <h2>{pack.title}</h2>
            <p className="new-promise">{pack.promise}</p>
            <p className="muted">{pack.for_whom}</p>
            <Counts pack={pack} />
            <div className="new-acts">
              <Button
                look="primary"
                label={t.chooseOf(pack.title)}
                onClick={() => {
                  onChoose(pack);
                }}
              >
                {t.choose}
              </Button>
              <Button
                look="quiet"
                label={t.readOf(pack.title)}
                onClick={() => {
                  setReading(pack);
                }}
              >
                {t.handbook}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <Drawer
        open={reading !== null}
        title={reading === null ? "" : t.handbookOf(reading.title)}
        width={640}
        onClose={() => {
          setReading(null);
        }}
      >
        {reading === null ? null : <Handbook text={reading.handbook} />}
      </Drawer>
    </>
  );
}

function Counts({ pack }: { pack: Pack }) {
  const t = useNewWords();
  const shown = Object.entries(t.counts).filter(([what]) => (pack.counts[what] ?? 0) > 0);
  return (
    <ul className="new-counts">
      {shown.map(([what, word]) => (
        <li key={what}>
          <b>{pack.counts[what]}</b> {word}
        </li>
      ))}
    </ul>
  );
}

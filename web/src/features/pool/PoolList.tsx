import { useState } from "react";

import type { ObjectDef } from "@/features/objects/api";
import { FieldValue } from "@/features/objects/FieldForm";
import { useClaim, type Claimed, type Pool, type Pooled } from "@/features/pool/api";
import type { Parts } from "@/features/pool/parts";
import { usePoolWords } from "@/features/pool/words";
import { say, useLang } from "@/lib/i18n";
import { perform } from "@/lib/perform";
import { Link } from "@/lib/router";
import { when } from "@/lib/time";
import "@/features/pool/pool.css";

interface Props {
  pool: Pool;
  object: ObjectDef | undefined;
  items: readonly Pooled[];
  parts: Parts;
}

/** What lies in a pool, each with what is shown of it, why it lies there, and the button that makes it mine. */
export function PoolList({ pool, object, items, parts }: Props) {
  const t = usePoolWords();
  const [mine, setMine] = useState<readonly Claimed[]>([]);
  return (
    <>
      {mine.length === 0 ? null : <Mine claimed={mine} />}
      <ul className="pool-list" aria-label={t.list}>
        {items.map((item) => (
          <Row
            key={item.id}
            pool={pool}
            object={object}
            item={item}
            parts={parts}
            onClaimed={(claimed) => {
              setMine((before) => [claimed, ...before]);
            }}
          />
        ))}
      </ul>
    </>
  );
}

/** What was claimed just now: it is in the list no more, but one wants to open it. */
function Mine({ claimed }: { claimed: readonly Claimed[] }) {
  const t = usePoolWords();
  const lang = useLang();
  return (
    <ul className="pool-mine" role="status">
      {claimed.map((one) => (
        <li key={one.id}>
          {t.claimed(one.title)}
          {one.protected_until === null ? null : t.until(when(one.protected_until, lang))}{" "}
          <Link to={`/r/${one.object}/${one.id}`}>{t.open}</Link>
        </li>
      ))}
    </ul>
  );
}

function Row({
  pool,
  object,
  item,
  parts,
  onClaimed,
}: Omit<Props, "items"> & { item: Pooled; onClaimed: (claimed: Claimed) => void }) {
  const t = usePoolWords();
  const lang = useLang();
  const claim = useClaim(pool.key);
  const { Button, Problem } = parts;
  const about = [
    t.cameBy[item.why],
    t.since(when(item.since, lang)),
    item.had_by === null ? "" : t.hadBy(item.had_by),
    item.last_contact === null ? t.noContact : t.contact(item.last_contact),
  ];
  return (
    <li>
      <div className="pool-what">
        <strong>{item.title}</strong>
        <Shown pool={pool} object={object} item={item} />
        <small className="muted">{about.filter((one) => one !== "").join(" · ")}</small>
        <Problem error={claim.error} />
      </div>
      {item.cool_until === null ? (
        <Button
          look="primary"
          busy={claim.isPending}
          onClick={() => {
            perform(claim, item.id, onClaimed);
          }}
        >
          {t.claim}
          <span className="vh">{item.title}</span>
        </Button>
      ) : (
        <small className="pool-wait">{t.cooling(when(item.cool_until, lang))}</small>
      )}
    </li>
  );
}

function Shown({ pool, object, item }: Omit<Props, "items" | "parts"> & { item: Pooled }) {
  const fields = pool.shows
    .filter((key) => key !== object?.title)
    .flatMap((key) => object?.fields.find((field) => field.key === key) ?? [])
    .filter((field) => (item.values[field.key] ?? null) !== null);
  if (fields.length === 0) return null;
  return (
    <dl className="pool-shown">
      {fields.map((field) => (
        <div key={field.key}>
          <dt>{say(field.label)}</dt>
          <dd>
            <FieldValue field={field} value={item.values[field.key]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

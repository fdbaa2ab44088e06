import { useDeferredValue, useId, type ReactNode } from "react";

import { useObject } from "@/features/objects/api";
import { usePooled, type Pool, type Why } from "@/features/pool/api";
import type { Parts } from "@/features/pool/parts";
import { PoolList } from "@/features/pool/PoolList";
import { PoolRoom } from "@/features/pool/PoolRoom";
import { usePoolWords } from "@/features/pool/words";
import { setSearch, useAddress } from "@/lib/router";

interface Props {
  pools: readonly Pool[];
  pool: Pool;
  parts: Parts;
  /** How the root we are in waits and fails; what came is drawn inside. */
  loaded: (of: ReturnType<typeof usePooled>, draw: () => ReactNode) => ReactNode;
}

const whys: readonly Why[] = ["returned", "quiet", "rule"];

/** One pool: what I may still claim, how to narrow it, and what lies there. */
export function PoolBody({ pools, pool, parts, loaded }: Props) {
  const t = usePoolWords();
  const { search } = useAddress();
  const object = useObject(pool.object);
  const q = search.get("q") ?? "";
  const sought = useDeferredValue(q.trim());
  const why = whys.find((one) => one === search.get("why")) ?? null;
  const found = usePooled(pool.key, { q: sought, why });
  const { Button, Chips, EmptyState } = parts;
  return (
    <>
      {pools.length < 2 ? null : (
        <Chips
          label={t.which}
          options={pools.map(({ key, label }) => ({ value: key, label }))}
          value={pool.key}
          onChange={(pool_) => {
            setSearch({ pool: pool_, q: null, why: null });
          }}
        />
      )}
      <PoolRoom pool={pool} />
      <div className="pool-narrow">
        <Search value={q} />
        <Chips
          label={t.why}
          options={[{ value: "", label: t.all }, ...whys.map((one) => ({ value: one, label: t.whys[one] }))]}
          value={why ?? ""}
          onChange={(chosen) => {
            setSearch({ why: chosen === "" ? null : chosen });
          }}
        />
      </div>
      {loaded(found, () => {
        const items = found.data?.pages.flatMap((page) => page.items) ?? [];
        const narrowed = sought !== "" || why !== null;
        return (
          <>
            <PoolList key={pool.key} pool={pool} object={object} items={items} parts={parts} />
            {items.length > 0 ? null : (
              <EmptyState title={narrowed ? t.noMatch : t.none} hint={narrowed ? t.noMatchHint : t.noneHint} />
            )}
            {found.hasNextPage ? (
              <Button look="quiet" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                {t.more}
              </Button>
            ) : null}
          </>
        );
      })}
    </>
  );
}

function Search({ value }: { value: string }) {
  const t = usePoolWords();
  const id = useId();
  return (
    <>
      <label className="vh" htmlFor={id}>
        {t.search}
      </label>
      <input
        id={id}
        type="search"
        className="control native-box"
        placeholder={t.search}
        autoComplete="off"
        value={value}
        onChange={(event) => {
          setSearch({ q: event.target.value === "" ? null : event.target.value });
        }}
      />
    </>
  );
}

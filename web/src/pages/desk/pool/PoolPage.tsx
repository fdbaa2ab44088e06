import { usePools } from "@/features/pool/api";
import { deskParts } from "@/features/pool/desk/parts";
import { PoolBody } from "@/features/pool/PoolBody";
import { usePoolWords } from "@/features/pool/words";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { useAddress } from "@/lib/router";
import { PageHeader } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded } from "@/ui/desk/states";

/** What nobody works on: claimed from here with one click. */
export function PoolPage() {
  const t = usePoolWords();
  const lang = useLang();
  const asked = useAddress().search.get("pool");
  return (
    <Loaded of={usePools()}>
      {(pools) => {
        const pool = pools.find(({ key }) => key === asked) ?? pools[0];
        if (pool === undefined) {
          return (
            <>
              <PageHeader title={t.title} />
              <section className="card">
                <EmptyState title={t.noPool} hint={t.noPoolHint} />
              </section>
            </>
          );
        }
        return (
          <>
            <PageHeader title={pool.label} finding={t.lying(count(pool.count, lang), pool.object_label)} />
            <PoolBody
              pools={pools}
              pool={pool}
              parts={deskParts}
              loaded={(of, draw) => <Loaded of={of}>{draw}</Loaded>}
            />
          </>
        );
      }}
    </Loaded>
  );
}

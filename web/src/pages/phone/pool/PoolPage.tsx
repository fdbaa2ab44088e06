import { usePools } from "@/features/pool/api";
import { phoneParts } from "@/features/pool/phone/parts";
import { PoolBody } from "@/features/pool/PoolBody";
import { usePoolWords } from "@/features/pool/words";
import { useLang } from "@/lib/i18n";
import { count } from "@/lib/numbers";
import { useAddress } from "@/lib/router";
import { Page } from "@/ui/phone/Page";
import { EmptyState, Loaded } from "@/ui/phone/states";

/** What nobody works on: claimed from here with one tap. */
export function PoolPage() {
  const t = usePoolWords();
  const lang = useLang();
  const asked = useAddress().search.get("pool");
  const found = usePools();
  const pool = found.data?.find(({ key }) => key === asked) ?? found.data?.[0];
  return (
    <Page
      title={pool?.label ?? t.title}
      back="/me"
      {...(pool === undefined ? {} : { sub: t.lying(count(pool.count, lang), pool.object_label) })}
    >
      <Loaded of={found}>
        {(pools) =>
          pool === undefined ? (
            <EmptyState title={t.noPool} hint={t.noPoolHint} />
          ) : (
            <PoolBody
              pools={pools}
              pool={pool}
              parts={phoneParts}
              loaded={(of, draw) => <Loaded of={of}>{draw}</Loaded>}
            />
          )
        }
      </Loaded>
    </Page>
  );
}

import { DesignFrame } from "@/features/design/desk/DesignFrame";
import { PickList } from "@/features/design/desk/lists/PickList";
import { PoolPanel } from "@/features/design/desk/pooling/PoolPanel";
import { useEditor } from "@/features/design/editing";
import { addPool } from "@/features/design/pools";
import type { PoolPart } from "@/features/design/listShapes";
import { usePoolingWords } from "@/features/design/words/pools";
import { say } from "@/lib/i18n";
import { setSearch, useAddress } from "@/lib/router";
import { EmptyState } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";
import "@/features/design/desk/lists/lists.css";

/** The public pools of a draft: what lies there for whom, and what goes back by itself. */
export function PoolsPage({ draft }: { draft: number }) {
  const t = usePoolingWords();
  return (
    <DesignFrame id={draft} part="pools" first={t.tab} title={() => t.pools}>
      {() => <Designer />}
    </DesignFrame>
  );
}

function Designer() {
  const t = usePoolingWords();
  const { body, change } = useEditor();
  const wanted = useAddress().search.get("pool");
  const pools = body.pools ?? [];
  const chosen = pools.find(({ key }) => key === wanted) ?? pools[0];
  const open = (key: string | null) => {
    setSearch({ pool: key });
  };
  const hint = (one: PoolPart) => t.hint(say(body.objects.find(({ key }) => key === one.object)?.label ?? one.object));
  return (
    <>
      <p className="muted">{t.intro}</p>
      <div className="list-columns">
        <PickList
          label={t.pools}
          things={pools}
          chosen={chosen?.key}
          hint={hint}
          onChoose={open}
          fresh={t.fresh}
          onAdd={(label) => {
            const made = addPool(body, label);
            if (made === null) {
              toast(t.allHave);
              return;
            }
            change(made.edit);
            open(made.key);
          }}
        />
        {chosen === undefined ? (
          <EmptyState title={t.none} hint={t.noneHint} />
        ) : (
          <PoolPanel
            key={chosen.key}
            pool={chosen}
            onRemoved={() => {
              open(null);
            }}
          />
        )}
      </div>
    </>
  );
}

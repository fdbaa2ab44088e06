import type { ObjectDef } from "@/features/objects/api";
import { OfObject } from "@/features/objects/desk/OfObject";
import { usePairs, type MergePair, type MergeSide } from "@/features/records/merging";
import { say } from "@/lib/i18n";
import { Link, navigate, useAddress } from "@/lib/router";
import { Pick } from "@/pages/desk/merge/Pick";
import { SideBySide } from "@/pages/desk/merge/SideBySide";
import { useMergeWords } from "@/pages/desk/merge/words";
import { Button } from "@/ui/desk/Button";
import { PageHeader } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded } from "@/ui/desk/states";
import "@/pages/desk/merge/merge.css";

/** Duplicates of an object: which are likely, which one of them with which, and side by side. */
export function MergePage({ object: key }: { object: string }) {
  const { search } = useAddress();
  const ids = (search.get("records") ?? "").split(",").map(Number).filter(Boolean);
  return (
    <OfObject of={key}>
      {(object) => {
        if (ids.length > 1) return <SideBySide object={object} ids={ids} key={ids.join()} />;
        return ids[0] === undefined ? <Pairs object={object} /> : <Pick object={object} id={ids[0]} key={ids[0]} />;
      }}
    </OfObject>
  );
}

function Pairs({ object }: { object: ObjectDef }) {
  const t = useMergeWords();
  const pairs = usePairs(object.key);
  const found = pairs.data;
  return (
    <>
      <p className="record-path">
        <Link to={`/o/${object.key}`}>{say(object.plural)}</Link>
      </p>
      <PageHeader
        title={t.title(say(object.plural))}
        finding={found === undefined ? null : t.found(found.items.length, found.more)}
      />
      <Loaded of={pairs}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t.none} hint={t.noneHint} />
          ) : (
            <ul className="merge-pairs">
              {items.map((pair) => (
                <Pair key={pair.records.map((one) => one.id).join()} object={object} pair={pair} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </>
  );
}

function Pair({ object, pair }: { object: ObjectDef; pair: MergePair }) {
  const t = useMergeWords();
  const names = pair.records.map((one) => one.title).join(t.between);
  return (
    <li className="card merge-pair">
      <span className="merge-why">
        {pair.alike === "name" && pair.score < 100 ? t.near(pair.label, pair.score) : t.same(pair.label)}
      </span>
      {pair.records.map((one) => (
        <Side key={one.id} object={object} side={one} />
      ))}
      <Button
        label={`${t.look} ${names}`}
        onClick={() => {
          navigate(`/o/${object.key}/duplicates?records=${pair.records.map((one) => one.id).join()}`);
        }}
      >
        {t.look}
      </Button>
    </li>
  );
}

/** One record in a line: what it is called, whose it is. */
function Side({ object, side }: { object: ObjectDef; side: MergeSide }) {
  const t = useMergeWords();
  return (
    <span className="merge-side">
      <Link to={`/r/${object.key}/${side.id}`}>{side.title}</Link>
      <small>
        {t.owner(side.owner.name ?? "")}
        {side.running ? ` · ${t.running}` : ""}
      </small>
    </span>
  );
}

import type { ObjectDef } from "@/features/objects/api";
import { OfObject } from "@/features/objects/desk/OfObject";
import { condition, filtersOf } from "@/features/records/asked";
import { say } from "@/lib/i18n";
import { Link, useAddress } from "@/lib/router";
import { Filters } from "@/pages/desk/list/Filters";
import { RecordTable, Total } from "@/pages/desk/list/RecordTable";
import { useListWords } from "@/pages/desk/list/words";
import { useMergeWords } from "@/pages/desk/merge/words";
import { PageHeader } from "@/ui/desk/PageHeader";
import "@/pages/desk/list/list.css";

/** All records of one object, as far as one may see. */
export function ListPage({ object: key }: { object: string }) {
  return <OfObject of={key}>{(object) => <List object={object} />}</OfObject>;
}

function List({ object }: { object: ObjectDef }) {
  const t = useListWords();
  const merging = useMergeWords();
  const filters = filtersOf(useAddress().search);
  const asked = { q: filters.q, where: condition(filters), sort: filters.sort };
  return (
    <div className="list-page">
      <PageHeader title={say(object.plural)} finding={<Total object={object.key} asked={asked} />}>
        {object.can["update"] === true && object.can["delete"] === true ? (
          <Link to={`/o/${object.key}/duplicates`}>{merging.act}</Link>
        ) : null}
        {object.graded.length === 0 ? null : <Link to={`/o/${object.key}/grades`}>{t.regraded}</Link>}
      </PageHeader>
      <Filters object={object} filters={filters} process={undefined} />
      <RecordTable object={object} asked={asked} process={undefined} />
    </div>
  );
}

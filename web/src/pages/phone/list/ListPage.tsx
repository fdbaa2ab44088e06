import { useDeferredValue, useId } from "react";

import { useLatest } from "@/features/activity/api";
import type { ObjectDef } from "@/features/objects/api";
import type { Me } from "@/features/org/api";
import { useProcesses } from "@/features/process/api";
import { useRecords, type RecordItem } from "@/features/records/api";
import { say, useLang } from "@/lib/i18n";
import { navigate, setSearch, useAddress } from "@/lib/router";
import { RecordRow } from "@/pages/phone/list/RecordRow";
import { ownedBy } from "@/pages/phone/list/where";
import { usePhoneWords } from "@/pages/phone/words";
import { Button } from "@/ui/phone/Button";
import { Chips } from "@/ui/phone/Chips";
import { Page } from "@/ui/phone/Page";
import { Rows } from "@/ui/phone/Rows";
import { EmptyState, Loaded, More } from "@/ui/phone/states";

/** Customers, or deals: found by name, pinyin or the tail of a number; more as one scrolls. */
export function ListPage({ me, object }: { me: Me; object: ObjectDef }) {
  const t = usePhoneWords();
  const lang = useLang();
  const { search } = useAddress();
  const id = useId();
  const q = search.get("q") ?? "";
  const sought = useDeferredValue(q.trim());
  const all = search.get("all") === "1";
  const label = say(object.plural, lang);
  const list = useRecords(
    object.key,
    { ...(sought === "" ? {} : { q: sought }), where: ownedBy(all ? null : me.person.id) },
    { limit: 30 },
  );
  return (
    <Page title={label}>
      <label className="vh" htmlFor={id}>
        {t.search}
      </label>
      <input
        id={id}
        type="search"
        className="control"
        placeholder={t.search}
        autoComplete="off"
        value={q}
        onChange={(event) => {
          setSearch({ q: event.target.value });
        }}
      />
      <Chips
        label={t.scope}
        quiet
        options={[
          { value: "mine", label: t.mine },
          { value: "all", label: t.team },
        ]}
        value={all ? "all" : "mine"}
        onChange={(chosen) => {
          setSearch({ all: chosen === "all" ? "1" : null });
        }}
      />
      <Loaded of={list}>
        {({ pages }) => (
          <>
            {pages[0]?.items.length === 0 ? <Nothing object={object} sought={sought} /> : null}
            {pages.map((page, i) => (
              <Some key={i} object={object} records={page.items} owner={all} label={label} />
            ))}
            <More of={list} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

interface SomeProps {
  object: ObjectDef;
  records: readonly RecordItem[];
  owner: boolean;
  label: string;
}

/** One page of records, with the last contacts of all of them asked for at once. */
export function Some({ object, records, owner, label }: SomeProps) {
  const latest = useLatest(
    object.key,
    records.map((record) => record.id),
  ).data;
  const stages = useProcesses().data?.find((process) => process.object === object.key)?.stages ?? [];
  if (records.length === 0) return null;
  return (
    <Rows label={label}>
      {records.map((record) => (
        <RecordRow
          key={record.id}
          object={object}
          record={record}
          stages={stages}
          latest={latest?.[record.id]}
          owner={owner}
        />
      ))}
    </Rows>
  );
}

function Nothing({ object, sought }: { object: ObjectDef; sought: string }) {
  const t = usePhoneWords();
  const label = say(object.label, useLang());
  if (sought !== "") return <EmptyState title={t.nothing(sought)} hint={t.nothingHint} />;
  return (
    <EmptyState title={t.emptyList(label)} hint={t.emptyListHint}>
      {object.can["create"] === true ? (
        <Button
          look="primary"
          onClick={() => {
            navigate(`/add/${object.key}`);
          }}
        >
          {t.create(label)}
        </Button>
      ) : null}
    </EmptyState>
  );
}

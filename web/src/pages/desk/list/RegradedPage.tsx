import { useId, type ReactNode } from "react";

import type { ObjectDef } from "@/features/objects/api";
import { OfObject } from "@/features/objects/desk/OfObject";
import { regradedUrl, useRegraded, type Regraded, type RegradedAsked } from "@/features/records/regraded";
import { say, useLang } from "@/lib/i18n";
import { Link, setSearch, useAddress } from "@/lib/router";
import { stamp } from "@/lib/time";
import { useRegradedWords } from "@/pages/desk/list/regradedWords";
import { Button } from "@/ui/desk/Button";
import { PageHeader } from "@/ui/desk/PageHeader";
import { EmptyState, Loaded } from "@/ui/desk/states";
import { useKit } from "@/ui/kit";
import "@/pages/desk/list/list.css";

/** Who went from which grade to which, when and why, of the records one sees. */
export function RegradedPage({ object: key }: { object: string }) {
  return <OfObject of={key}>{(object) => <Changes object={object} />}</OfObject>;
}

function Changes({ object }: { object: ObjectDef }) {
  const t = useRegradedWords();
  const { search } = useAddress();
  const asked = { grade: search.get("grade"), first: search.get("first"), last: search.get("last") };
  const found = useRegraded(object.key, asked);
  return (
    <>
      <PageHeader title={t.title(say(object.label))} finding={t.finding}>
        <Link to={`/o/${object.key}`}>{t.back(say(object.plural))}</Link>
        {object.can["export"] === true ? (
          <a href={regradedUrl(object.key, asked)} download>
            {t.file}
          </a>
        ) : null}
      </PageHeader>
      <Narrowing object={object} asked={asked} />
      <Loaded of={found} rows={8}>
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items);
          return rows.length === 0 ? (
            <EmptyState title={t.none} hint={t.noneHint} />
          ) : (
            <Rows object={object} rows={rows} />
          );
        }}
      </Loaded>
      {found.hasNextPage ? (
        <Button
          disabled={found.isFetching}
          onClick={() => {
            void found.fetchNextPage();
          }}
        >
          {t.more}
        </Button>
      ) : null}
    </>
  );
}

function Narrowing({ object, asked }: { object: ObjectDef; asked: RegradedAsked }) {
  const t = useRegradedWords();
  const { Day } = useKit();
  const grades = object.fields.filter(({ key }) => object.graded.includes(key)).flatMap(({ choices }) => choices ?? []);
  return (
    <div className="bar regraded-bar">
      <Labelled label={t.grade}>
        {(id) => (
          <select
            id={id}
            className="native-box"
            value={asked.grade ?? ""}
            onChange={(event) => {
              setSearch({ grade: event.target.value === "" ? null : event.target.value });
            }}
          >
            <option value="">{t.anyGrade}</option>
            {grades.map(({ key, label }) => (
              <option key={key} value={key}>
                {say(label)}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      {(["first", "last"] as const).map((end) => (
        <Labelled key={end} label={t[end]}>
          {(id) => (
            <Day
              id={id}
              value={asked[end]}
              onChange={(day) => {
                setSearch({ [end]: day });
              }}
            />
          )}
        </Labelled>
      ))}
    </div>
  );
}

function Labelled({ label, children }: { label: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <span className="regraded-part">
      <label htmlFor={id}>{label}</label>
      {children(id)}
    </span>
  );
}

function Rows({ object, rows }: { object: ObjectDef; rows: readonly Regraded[] }) {
  const t = useRegradedWords();
  const lang = useLang();
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys
    <div className="regraded-scroll" tabIndex={0} role="group" aria-label={t.title(say(object.label))}>
      <table className="regraded">
        <caption className="vh">{t.title(say(object.label))}</caption>
        <thead>
          <tr>
            {[t.when, say(object.label), t.change, t.why, t.owner].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="tnum nowrap">{stamp(row.at, lang)}</td>
              <td className="regraded-name">
                <Link to={`/r/${object.key}/${row.record_id}`}>{row.title}</Link>
              </td>
              <td>
                {object.graded.length > 1 ? `${row.label}${t.colon}` : null}
                {row.was ?? t.noGrade} → <b>{row.now ?? t.noGrade}</b>
              </td>
              <td>{row.why}</td>
              <td>{row.owner}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

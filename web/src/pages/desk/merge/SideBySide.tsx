import { useState } from "react";

import type { ObjectDef } from "@/features/objects/api";
import { useCompared, useMerge, type Compared, type MergeField } from "@/features/records/merging";
import { perform } from "@/lib/perform";
import { Link, navigate } from "@/lib/router";
import { useMergeWords } from "@/pages/desk/merge/words";
import { Button } from "@/ui/desk/Button";
import { Card, PageHeader } from "@/ui/desk/PageHeader";
import { Loaded, Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";

/** Records side by side: which stays, whose value stays, what goes along; then they become one. */
export function SideBySide({ object, ids }: { object: ObjectDef; ids: readonly number[] }) {
  const [keep, setKeep] = useState<number | null>(null);
  const compared = useCompared(object.key, ids, keep);
  return (
    <Loaded of={compared}>
      {(found) => (
        // What one has just chosen stands at once; what would become of them follows.
        <Choosing
          object={object}
          found={{ ...found, keep: keep ?? found.keep }}
          stale={compared.isPlaceholderData}
          onKeep={setKeep}
        />
      )}
    </Loaded>
  );
}

interface Props {
  object: ObjectDef;
  found: Compared;
  /** What is proposed still follows from the choice before. */
  stale: boolean;
  onKeep: (id: number) => void;
}

function Choosing({ object, found, stale, onKeep }: Props) {
  const t = useMergeWords();
  const merge = useMerge(object.key);
  const [chosen, setChosen] = useState<Readonly<Record<string, number>>>({});
  const [close, setClose] = useState(false);
  const differing = found.fields.filter((field) => field.differs);
  const ends = found.records.some((one) => one.running && one.id !== found.keep);
  const act = () => {
    const open = differing.filter((field) => !field.fixed);
    const choices = Object.fromEntries(open.map((field) => [field.key, chosen[field.key] ?? field.proposed]));
    const revisions = Object.fromEntries(found.records.map((one) => [String(one.id), one.revision]));
    perform(merge, { keep: found.keep, revisions, choices, close }, () => {
      toast(t.merged);
      navigate(`/r/${object.key}/${found.keep}`);
    });
  };
  return (
    <>
      <p className="record-path">
        <Link to={`/o/${object.key}/duplicates`}>{t.back}</Link>
      </p>
      <PageHeader title={found.records.map((one) => one.title).join(" / ")}>
        <Button look="primary" busy={merge.isPending} disabled={stale || (ends && !close)} onClick={act}>
          {t.merge(found.records.length)}
        </Button>
      </PageHeader>
      <Problem error={merge.error} />
      <Card>
        <div className="merge-scroll">
          <table className="merge-table">
            <Head found={found} onKeep={onKeep} />
            <tbody>
              {differing.map((field) => (
                <Row
                  key={field.key}
                  field={field}
                  found={found}
                  chosen={chosen[field.key] ?? field.proposed}
                  onChoose={(id) => {
                    setChosen({ ...chosen, [field.key]: id });
                  }}
                />
              ))}
              <Moves found={found} />
            </tbody>
          </table>
        </div>
        <p className="merge-note">
          {t.alike(found.fields.length - differing.length)} · {t.hidden}
        </p>
        {ends ? (
          <label className="merge-close">
            <input
              type="checkbox"
              checked={close}
              onChange={(event) => {
                setClose(event.target.checked);
              }}
            />
            {t.close}
          </label>
        ) : null}
      </Card>
    </>
  );
}

function Head({ found, onKeep }: { found: Compared; onKeep: (id: number) => void }) {
  const t = useMergeWords();
  return (
    <thead>
      <tr>
        <th scope="col">{t.keepWhich}</th>
        {found.records.map((one) => (
          <th scope="col" key={one.id} className={one.id === found.keep ? "merge-kept" : ""}>
            <label>
              <input
                type="radio"
                name="keep"
                checked={one.id === found.keep}
                onChange={() => {
                  onKeep(one.id);
                }}
              />
              {one.title}
            </label>
            <small>
              {t.owner(one.owner.name ?? "")}
              {one.running ? ` · ${t.running}` : ""}
            </small>
          </th>
        ))}
      </tr>
    </thead>
  );
}

interface RowProps {
  field: MergeField;
  found: Compared;
  chosen: number;
  onChoose: (id: number) => void;
}

function Row({ field, found, chosen, onChoose }: RowProps) {
  const t = useMergeWords();
  return (
    <tr>
      <th scope="row">
        {field.label}
        {field.fixed ? <small>{t.fixed}</small> : null}
      </th>
      {found.records.map((one) => {
        const said = field.said[String(one.id)] ?? "";
        return (
          <td key={one.id} className={chosen === one.id ? "merge-kept" : ""}>
            <label>
              <input
                type="radio"
                name={`field-${field.key}`}
                aria-label={`${field.label} ${said === "" ? t.empty : said}`}
                disabled={field.fixed}
                checked={chosen === one.id}
                onChange={() => {
                  onChoose(one.id);
                }}
              />
              {said === "" ? <span className="merge-empty">{t.empty}</span> : said}
            </label>
          </td>
        );
      })}
    </tr>
  );
}

function Moves({ found }: { found: Compared }) {
  const t = useMergeWords();
  return (
    <tr>
      <th scope="row">{t.moves}</th>
      {found.records.map((one) => {
        const moves = found.moves.filter((move) => move.record_id === one.id);
        const said = moves.map((move) => t.moved(t.place(move.place, move.label), move.count)).join(t.between);
        return <td key={one.id}>{one.id === found.keep ? "—" : said === "" ? t.nothing : said}</td>;
      })}
    </tr>
  );
}

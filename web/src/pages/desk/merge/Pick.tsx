import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";

import { findRecords, type ObjectDef } from "@/features/objects/api";
import { useRecord } from "@/features/records/api";
import { say } from "@/lib/i18n";
import { Link, navigate } from "@/lib/router";
import { useMergeWords } from "@/pages/desk/merge/words";
import { Button } from "@/ui/desk/Button";
import { PageHeader } from "@/ui/desk/PageHeader";
import { Loaded } from "@/ui/desk/states";

/** Which record is the same as this one: found by name, pinyin or telephone number. */
export function Pick({ object, id }: { object: ObjectDef; id: number }) {
  const t = useMergeWords();
  const record = useRecord(object.key, id);
  return (
    <>
      <p className="record-path">
        <Link to={`/o/${object.key}`}>{say(object.plural)}</Link>
      </p>
      <Loaded of={record}>
        {(found) => (
          <>
            <PageHeader title={t.pick(found.title)} />
            <Others object={object} id={id} start={found.title.slice(0, 4)} />
          </>
        )}
      </Loaded>
    </>
  );
}

function Others({ object, id, start }: { object: ObjectDef; id: number; start: string }) {
  const t = useMergeWords();
  const box = useId();
  const [text, setText] = useState(start);
  const found = useQuery({
    queryKey: ["records", object.key, "pick", text],
    queryFn: () => findRecords(object.key, text),
    placeholderData: (before) => before,
  });
  const others = (found.data ?? []).filter((one) => one.id !== id);
  return (
    <div className="card">
      <label htmlFor={box}>{t.pickHint}</label>
      <input
        id={box}
        className="merge-find"
        type="search"
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
        }}
      />
      {found.isFetched && others.length === 0 ? <p>{t.noHit}</p> : null}
      <ul className="merge-pairs">
        {others.map((one) => (
          <li key={one.id} className="merge-hit">
            <Link to={`/r/${object.key}/${one.id}`}>{one.name}</Link>
            <Button
              size="small"
              label={`${t.choose} ${one.name}`}
              onClick={() => {
                navigate(`/o/${object.key}/duplicates?records=${id},${one.id}`);
              }}
            >
              {t.choose}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

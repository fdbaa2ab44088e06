import { useState } from "react";

import { useSettled } from "@/features/design/rules/api";
import { useRehearsalWords } from "@/features/design/words/rehearsal";
import { useRecords } from "@/features/records/api";
import { useStanding } from "@/features/runs/api";
import { useRunWords } from "@/features/runs/words";
import { useLang } from "@/lib/i18n";
import { Link, setSearch } from "@/lib/router";
import { stamp } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { Problem } from "@/ui/desk/states";

interface Props {
  rule: string;
  object: string;
  record: number | null;
}

/** One record looked for: its runs alone are listed, and why the rule would act on it now, or would not. */
export function OneRecord({ rule, object, record }: Props) {
  const t = useRunWords();
  const words = useRehearsalWords();
  const [sought, setSought] = useState("");
  const settled = useSettled(sought);
  const asked = useRecords(object, { q: settled }, { limit: 20 });
  const found = asked.data?.pages[0]?.items ?? [];
  return (
    <>
      <h2>{t.oneRecord}</h2>
      <div className="run-find">
        <input
          type="search"
          className="native-box"
          aria-label={words.find}
          placeholder={words.find}
          value={sought}
          onChange={({ target }) => {
            setSought(target.value);
          }}
        />
        <select
          className="native-box"
          aria-label={words.latest}
          value={found.some(({ id }) => id === record) ? String(record) : ""}
          onChange={({ target }) => {
            setSearch({ record: target.value });
          }}
        >
          <option value="">{found.length === 0 ? words.nobody : words.latest}</option>
          {found.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
        {record === null ? null : (
          <Button
            look="quiet"
            onClick={() => {
              setSearch({ record: null });
            }}
          >
            {t.everyRecord}
          </Button>
        )}
      </div>
      {record === null ? null : <Standing rule={rule} object={object} record={record} />}
    </>
  );
}

function Standing({ rule, object, record }: { rule: string; object: string; record: number }) {
  const t = useRunWords();
  const lang = useLang();
  const { data: found, error } = useStanding(rule, record);
  if (found === undefined) return <Problem error={error} />;
  const { because, does, closed, waits_until: waits } = found;
  const said = does.length === 0 ? t.nothing(because) : t.would(does.join(t.semicolon), because);
  return (
    <p role="status" className="run-now">
      <Link to={`/r/${object}/${record}`}>{t.now(found.title)}</Link>
      {": "}
      {closed ? t.closed : said}
      {waits === null ? null : ` ${t.waits(stamp(waits, lang))}`}
    </p>
  );
}

import { useEffect, useRef, useState } from "react";

import type { Founded, Pack } from "@/features/setup/api";
import { useUndo } from "@/features/importer/api";
import { useBegin } from "@/features/design/api";
import { Link, navigate } from "@/lib/router";
import { useNewWords } from "@/pages/desk/new/words";
import { Button } from "@/ui/desk/Button";
import { Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";

/** The workspace is there and entered: what to do first, and what is told only once. */
export function Done({ founded, pack }: { founded: Founded; pack: Pack | null }) {
  const t = useNewWords();
  const begin = useBegin();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    first.current?.focus();
  }, []);
  const [title, hint] = t.things.design;
  return (
    <section className="card new-done">
      <h1>{t.made(founded.name)}</h1>
      <p className="muted">{t.madeHint(founded.key)}</p>
      {founded.import_id === null ? null : <Samples id={founded.import_id} />}
      <h2>{t.first}</h2>
      <ol className="new-things">
        <li>
          <button
            type="button"
            ref={first}
            className="new-thing"
            disabled={begin.isPending}
            onClick={() => {
              begin.mutate(null, {
                onSuccess: ({ id }) => {
                  navigate(`/design/${String(id)}`);
                },
              });
            }}
          >
            <b>{title}</b>
            <span>{hint}</span>
          </button>
        </li>
        <Thing what="import" to="/import" />
        <Thing what="try" to={`/o/${pack?.object ?? ""}`} />
      </ol>
      <Problem error={begin.error} />
      <HandOver founded={founded} />
      <p>
        <Link to="/">{t.start}</Link>
      </p>
    </section>
  );
}

function Thing({ what, to }: { what: "import" | "try"; to: string }) {
  const t = useNewWords();
  const [title, hint] = t.things[what];
  return (
    <li>
      <Link to={to} className="new-thing">
        <b>{title}</b>
        <span>{hint}</span>
      </Link>
    </li>
  );
}

/** The customers to try it with; gone by one click. */
function Samples({ id }: { id: number }) {
  const t = useNewWords();
  const undo = useUndo();
  const [gone, setGone] = useState(false);
  if (gone) return <p role="status">{t.unsampled}</p>;
  return (
    <p>
      {t.sampled}{" "}
      <Button
        size="small"
        busy={undo.isPending}
        onClick={() => {
          undo.mutate(
            { id, force: false },
            {
              onSuccess: () => {
                setGone(true);
              },
            },
          );
        }}
      >
        {t.unsample}
      </Button>
      <Problem error={undo.error} />
    </p>
  );
}

function HandOver({ founded }: { founded: Founded }) {
  const t = useNewWords();
  if (founded.colleagues.length === 0) return null;
  const text = founded.colleagues.map((one) => [one.name, one.login, one.password].join("\t")).join("\n");
  return (
    <>
      <h2>{t.handOver}</h2>
      <table className="new-passwords">
        <thead>
          <tr>
            <th scope="col">{t.person}</th>
            <th scope="col">{t.login}</th>
            <th scope="col">{t.firstPassword}</th>
          </tr>
        </thead>
        <tbody>
          {founded.colleagues.map((one) => (
            <tr key={one.login}>
              <td>{one.name}</td>
              <td>{one.login}</td>
              <td>
                <code>{one.password}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Button
        size="small"
        onClick={() => {
          void navigator.clipboard.writeText(text).then(() => {
            toast(t.copied);
          });
        }}
      >
        {t.copy}
      </Button>
    </>
  );
}

import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { useEditor } from "@/features/design/editing";
import { useFormulaWords } from "@/features/design/formulas";
import type { DesignField, DesignObject } from "@/features/design/shapes";
import type { Sent } from "@/lib/contract";
import { say } from "@/lib/i18n";
import { send } from "@/lib/http";

type Result = Sent<"FormulaTried">;

/** What the formula gives for the record that was changed last, with the numbers it takes. */
export function Tried({ object, field }: { object: DesignObject; field: DesignField }) {
  const t = useFormulaWords();
  const { draft, saving } = useEditor();
  const place = `objects.${object.key}.fields.${field.key}`;
  const faulty = draft.faults.some((fault) => fault.place.startsWith(place));
  const { data } = useQuery({
    queryKey: ["design", "formula", draft.id, object.key, field.key, draft.revision],
    queryFn: ({ signal }) =>
      send<Result>("GET", `/design/drafts/${draft.id}/formulas/${object.key}/${field.key}`, undefined, signal),
    enabled: !saving && !faulty,
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (faulty || data === undefined) return null;
  if (data.closed) return <p className="muted">{t.triedClosed}</p>;
  return (
    <div className="formula-tried" role="status" aria-busy={saving}>
      <p className="muted">{data.record === null ? t.triedSample : t.tried(data.record)}</p>
      <Given object={object} result={data} />
    </div>
  );
}

function Given({ object, result }: { object: DesignObject; result: Result }) {
  const t = useFormulaWords();
  const named = (key: string) => {
    const field = object.fields.find((one) => one.key === key);
    return field === undefined ? t.goneField(key) : say(field.label);
  };
  const missing = result.taken.filter(({ said }) => said === null);
  const known = result.taken.flatMap(({ field, said }) => (said === null ? [] : `${named(field)} ${said}`));
  const none =
    missing.length === 0
      ? t.noResultAtAll
      : t.noResult(missing.map(({ field }) => t.quoted(named(field))).join(t.listed));
  return (
    <p>
      {known.length === 0 ? null : <span>{known.join(t.comma)} → </span>}
      {result.said === null ? <span className="condition-wanting">{none}</span> : <b className="tnum">{result.said}</b>}
    </p>
  );
}

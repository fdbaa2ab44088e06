import { useRight } from "@/features/org/api";
import { useTimeline, type Line } from "@/features/records/api";
import { usePhoneRecordWords } from "@/features/records/phone/words";
import { useRecordWords } from "@/features/records/words";
import { useLang } from "@/lib/i18n";
import { stamp, when } from "@/lib/time";
import { EmptyState, Loaded, More } from "@/ui/phone/states";
import "@/features/records/phone/timeline.css";

/** What happened to a record, the latest first; more comes as one scrolls. */
export function Timeline({ object, id }: { object: string; id: number }) {
  const t = usePhoneRecordWords();
  const timeline = useTimeline(object, id);
  return (
    <Loaded of={timeline} rows={3}>
      {({ pages }) => {
        const lines = pages.flatMap((page) => page.items);
        if (lines.length === 0) return <EmptyState title={t.noLines} />;
        return (
          <>
            <ol className="timeline">
              {lines.map((line) => (
                <OneLine key={line.id} line={line} record={id} />
              ))}
            </ol>
            <More of={timeline} />
          </>
        );
      }}
    </Loaded>
  );
}

const tones: readonly [RegExp, string][] = [
  [/overdue|escalated|rejected|declined|lost|exception|missed/, "line-bad"],
  [/entered|won|accepted|confirmed$/, "line-ok"],
  [/record\.|notice\.|file\./, "line-quiet"],
];

/** Who did it: a person, the house, or a rule; whoever may configure goes to its run, on the desk. */
function Actor({ line, record }: { line: Line; record: number }) {
  const t = useRecordWords();
  const may = useRight("blueprint.release");
  const { by, through } = line;
  if (by !== null || through?.kind !== "rule") return by?.name ?? t.system;
  const called = t.byRule(through.label);
  return may ? <a href={`/rules/${through.key}/runs?record=${record}`}>{called}</a> : called;
}

function OneLine({ line, record }: { line: Line; record: number }) {
  const t = useRecordWords();
  const lang = useLang();
  const later = new Date(line.at).getTime() - new Date(line.happened_at).getTime() > 10 * 60_000;
  return (
    <li className={tones.find(([kinds]) => kinds.test(line.kind))?.[1] ?? ""}>
      <p className="timeline-head">
        <time dateTime={line.happened_at}>{when(line.happened_at, lang)}</time> <Actor line={line} record={record} />
        {later ? ` · ${t.recordedLater(stamp(line.at, lang))}` : ""}
      </p>
      <p className="timeline-body">{line.words}</p>
      {line.changes.map((change) => (
        <p key={change.field} className="timeline-change">
          {t.changed(change.label, change.from ?? "", change.to ?? "")}
        </p>
      ))}
    </li>
  );
}

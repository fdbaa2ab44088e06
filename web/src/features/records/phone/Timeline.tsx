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
                <OneLine key={line.id} line={line} />
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

function OneLine({ line }: { line: Line }) {
  const t = useRecordWords();
  const lang = useLang();
  const later = new Date(line.at).getTime() - new Date(line.happened_at).getTime() > 10 * 60_000;
  return (
    <li className={tones.find(([kinds]) => kinds.test(line.kind))?.[1] ?? ""}>
      <p className="timeline-head">
        <time dateTime={line.happened_at}>{when(line.happened_at, lang)}</time> {line.by?.name ?? t.system}
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

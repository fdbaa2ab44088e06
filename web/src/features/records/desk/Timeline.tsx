import { useRight } from "@/features/org/api";
import { useTimeline, type Line } from "@/features/records/api";
import { useRecordWords } from "@/features/records/words";
import { useLang } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { stamp, when } from "@/lib/time";
import { Button } from "@/ui/desk/Button";
import { EmptyState, Loaded } from "@/ui/desk/states";

/** What happened to a record, newest first, straight from the ledger. */
export function Timeline({ object, id }: { object: string; id: number }) {
  const t = useRecordWords();
  const timeline = useTimeline(object, id);
  return (
    <Loaded of={timeline}>
      {({ pages }) => {
        const lines = pages.flatMap((page) => page.items);
        if (lines.length === 0) return <EmptyState title={t.timelineEmpty} />;
        return (
          <>
            <Lines lines={lines} record={id} />
            {timeline.hasNextPage ? (
              <Button
                look="quiet"
                wide
                busy={timeline.isFetchingNextPage}
                onClick={() => {
                  void timeline.fetchNextPage();
                }}
              >
                {t.moreLines}
              </Button>
            ) : null}
          </>
        );
      }}
    </Loaded>
  );
}

/** Ledger lines as a list, each with who and when; a line written down later says so. */
export function Lines({ lines, exact = false, record }: { lines: readonly Line[]; exact?: boolean; record?: number }) {
  return (
    <ol className="lines">
      {lines.map((line) => (
        <OneLine key={line.id} line={line} exact={exact} record={record} />
      ))}
    </ol>
  );
}

const tones: readonly [RegExp, string][] = [
  [/overdue|escalated|rejected|declined|lost|exception|missed/, "line-bad"],
  [/entered|won|accepted|confirmed$/, "line-ok"],
  [/record\.|notice\.|file\./, "line-quiet"],
];

function OneLine({ line, exact, record }: { line: Line; exact: boolean; record: number | undefined }) {
  const t = useRecordWords();
  const lang = useLang();
  const at = line.happened_at;
  const tone = tones.find(([kinds]) => kinds.test(line.kind))?.[1] ?? "";
  const later = Math.abs(new Date(line.at).getTime() - new Date(at).getTime()) > 10 * 60_000;
  return (
    <li className={tone}>
      <p className="line-head">
        <time dateTime={at} title={stamp(at, lang)}>
          {exact ? stamp(at, lang) : when(at, lang)}
        </time>
        <span>
          <Actor line={line} record={record} />
        </span>
        {later ? <span>{t.recordedLater(stamp(line.at, lang))}</span> : null}
      </p>
      <div className="line-body">
        {line.words}
        <Changes of={line.changes} />
      </div>
    </li>
  );
}

/** Who did it: a person, the house, or a rule, with the way to its run for whoever may configure. */
function Actor({ line, record }: { line: Line; record: number | undefined }) {
  const t = useRecordWords();
  const may = useRight("blueprint.release");
  const { by, through } = line;
  if (by !== null || through?.kind !== "rule") return by?.name ?? t.system;
  const called = t.byRule(through.label);
  if (!may || record === undefined) return called;
  return <Link to={`/rules/${through.key}/runs?record=${record}`}>{called}</Link>;
}

function Changes({ of: changes }: { of: Line["changes"] }) {
  const t = useRecordWords();
  if (changes.length === 0) return null;
  return (
    <ul>
      {changes.map((change) => (
        <li key={change.field}>{t.changed(change.label, change.from ?? "", change.to ?? "")}</li>
      ))}
    </ul>
  );
}

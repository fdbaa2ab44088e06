import { useEditor } from "@/features/design/editing";
import { offered, useGradesPreview, type GradesPreview as Preview } from "@/features/design/grades";
import type { Grading } from "@/features/design/listShapes";
import { useGradeWords } from "@/features/design/words/grades";
import { say } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { Loaded } from "@/ui/desk/states";

/** What the rules would make of the grades that stand now: how many of each, and who would change. */
export function GradesPreview({ grading }: { grading: Grading }) {
  const t = useGradeWords();
  const { draft } = useEditor();
  // One that has just been made is asked about once the server has it.
  const there = draft.body.grades?.some(({ key }) => key === grading.key) ?? false;
  const preview = useGradesPreview(draft.id, grading.key, draft.revision, there);
  return (
    <section className="design-panel grade-preview" aria-label={t.preview}>
      <h2>{t.preview}</h2>
      <p className="muted">{t.previewNote}</p>
      <Loaded of={preview}>{(found) => <Found grading={grading} found={found} />}</Loaded>
      <p className="muted">{t.history}</p>
    </section>
  );
}

function Found({ grading, found }: { grading: Grading; found: Preview }) {
  const t = useGradeWords();
  const { body } = useEditor();
  const field = body.objects.find(({ key }) => key === grading.object)?.fields.find(({ key }) => key === grading.field);
  const choices = offered(body, field);
  const called = (grade: string | null) =>
    grade === null ? t.noGrade : say(choices.find(({ key }) => key === grade)?.label ?? grade);
  return (
    <>
      <table className="grade-counts">
        <thead>
          <tr>
            <th scope="col">{t.grade}</th>
            <th scope="col">{t.now}</th>
            <th scope="col">{t.then}</th>
          </tr>
        </thead>
        <tbody>
          {found.counts.map((one) => (
            <tr key={one.grade ?? ""}>
              <th scope="row">{called(one.grade)}</th>
              <td>{one.now}</td>
              <td>{one.then}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p role="status">
        <b>{found.changing === 0 ? t.same : t.changing(found.changing)}</b>
        {found.named.length < found.changing ? ` · ${t.first(found.named.length)}` : ""}
      </p>
      <ul className="grade-named">
        {found.named.map((one) => (
          <li key={one.record_id}>
            <Link to={`/r/${found.object}/${one.record_id}`}>{one.title}</Link>
            <small>{`${called(one.was)} → ${called(one.becomes)} · ${one.rule === null ? t.byNone : t.byRule(one.rule)}`}</small>
          </li>
        ))}
      </ul>
    </>
  );
}

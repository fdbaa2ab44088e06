import { useState } from "react";

import { Along } from "@/features/design/desk/Along";
import { RemoveDialog } from "@/features/design/desk/RemoveDialog";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { useEditor } from "@/features/design/editing";
import { addObject, objectKey, relations } from "@/features/design/objects";
import { removeObject } from "@/features/design/removing";
import type { DesignObject } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { Button } from "@/ui/desk/Button";

/** All objects of the draft: made, opened and taken away. */
export function ObjectList() {
  const t = useDesignWords();
  const { body, draft } = useEditor();
  const [leaving, setLeaving] = useState<DesignObject | null>(null);
  const ties = relations(body);
  return (
    <section className="card" aria-label={t.objectsTitle}>
      <p className="muted">{t.objectsIntro}</p>
      <div className="design-scroll">
        <table className="design-versions">
          <thead>
            <tr>
              {[t.objectLabel, t.colKey, t.objectFields, t.objectPoints, t.acts].map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {body.objects.map((object) => (
              <tr key={object.key}>
                <th scope="row">
                  <Link to={`/design/${draft.id}/objects/${object.key}`}>{say(object.label)}</Link>
                </th>
                <td>
                  <code>{object.key}</code>
                </td>
                <td>{object.fields.length}</td>
                <td>
                  {[...new Set(ties.filter(({ from }) => from === object).map(({ to }) => say(to.label)))].join(
                    t.comma,
                  )}
                </td>
                <td>
                  <span className="design-acts">
                    <Link to={`/design/${draft.id}/forms/${object.key}`}>{t.formOf(say(object.label))}</Link>
                    <SmallAct
                      label={t.removeObject(say(object.label))}
                      disabled={body.objects.length === 1}
                      onClick={() => {
                        setLeaving(object);
                      }}
                    >
                      ×
                    </SmallAct>
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <NewObject />
      {leaving === null ? null : (
        <Leaving
          object={leaving}
          onClose={() => {
            setLeaving(null);
          }}
        />
      )}
    </section>
  );
}

/** Asks before an object goes, and names all that goes with it. */
function Leaving({ object, onClose }: { object: DesignObject; onClose: () => void }) {
  const t = useDesignWords();
  const { body, change } = useEditor();
  const { edit, told } = removeObject(body, object);
  return (
    <RemoveDialog
      title={t.removeObjectTitle(say(object.label))}
      intro={t.removeObjectIntro}
      onRemove={() => {
        change(edit);
        onClose();
      }}
      onClose={onClose}
    >
      <Along told={told} />
    </RemoveDialog>
  );
}

/** A line for a new object: its English name gives it a key. */
function NewObject() {
  const t = useDesignWords();
  const { body, change } = useEditor();
  const [typed, setTyped] = useState({ zh: "", en: "", key: "" });
  const made = objectKey(body, typed.en);
  const box = (part: keyof typeof typed, label: string, placeholder: string) => (
    <input
      className="native-box"
      aria-label={`${t.newObject}${t.colon}${label}`}
      placeholder={placeholder}
      value={typed[part]}
      onChange={(event) => {
        setTyped({ ...typed, [part]: event.target.value });
      }}
    />
  );
  return (
    <form
      className="design-new"
      onSubmit={(event) => {
        event.preventDefault();
        const zh = typed.zh.trim() || typed.en.trim();
        if (zh === "") return;
        const label = { zh, en: typed.en.trim() || zh };
        change(addObject({ key: typed.key.trim() || made, label }, t.firstField, t.firstSection));
        setTyped({ zh: "", en: "", key: "" });
      }}
    >
      {box("zh", t.objectZh, t.newObject)}
      {box("en", t.objectEn, t.objectEn)}
      {box("key", t.colKey, made)}
      <Button submit>{t.addObject}</Button>
    </form>
  );
}

import { useEffect, useRef, useState } from "react";

import { FieldRow } from "@/features/design/desk/FieldRow";
import { NewField } from "@/features/design/desk/NewField";
import { useEditor } from "@/features/design/editing";
import { removeField } from "@/features/design/fields";
import type { DesignField, DesignObject } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { Modal } from "@/ui/desk/Modal";

/** The fields of an object, one in a row, every cell typed where it stands. */
export function FieldGrid({ object }: { object: DesignObject }) {
  const t = useDesignWords();
  const { body, change } = useEditor();
  const [leaving, setLeaving] = useState<DesignField | null>(null);
  const rows = useRef<HTMLTableSectionElement>(null);
  const focusAt = useRef<number | null>(null);
  useEffect(() => {
    // Whoever took a field away goes on from the one that stands there now.
    const row = focusAt.current === null ? undefined : rows.current?.rows[focusAt.current];
    row?.querySelector("input")?.focus();
    focusAt.current = null;
  }, [object.fields.length]);
  const columns = [t.colName, t.colEn, t.colKey, t.colType, t.colRequired, t.colUnit, t.colChoices, t.colHelp];
  return (
    <section className="design-grid" aria-label={say(object.label)}>
      <p className="muted">{t.fieldsIntro}</p>
      <div className="design-scroll">
        <table>
          <colgroup>
            {[150, 150, 120, 90, 50, 80, 200, 220, 110].map((width, i) => (
              <col key={i} style={{ width }} />
            ))}
          </colgroup>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
              <th scope="col">
                <span className="vh">{t.acts}</span>
              </th>
            </tr>
          </thead>
          <tbody ref={rows}>
            {object.fields.map((field, i) => (
              <FieldRow
                key={field.key}
                object={object}
                field={field}
                place={i}
                onRemove={() => {
                  setLeaving(field);
                }}
              />
            ))}
          </tbody>
        </table>
      </div>
      <NewField object={object} />
      {leaving === null ? null : (
        <Modal
          open
          title={t.removeFieldTitle(say(leaving.label))}
          onClose={() => {
            setLeaving(null);
          }}
          act={{
            label: t.removeDo,
            danger: true,
            onClick: () => {
              change(removeField(body, object, leaving));
              setLeaving(null);
              focusAt.current = object.fields.indexOf(leaving);
            },
          }}
        >
          <p>{t.removeFieldIntro}</p>
        </Modal>
      )}
    </section>
  );
}

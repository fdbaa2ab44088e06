import { useEffect, useMemo, useRef, useState } from "react";

import { option } from "@/features/design/desk/Demands";
import { Along } from "@/features/design/desk/Along";
import { FieldMore } from "@/features/design/desk/FieldMore";
import { FieldRow, type Lists, type RowActs } from "@/features/design/desk/FieldRow";
import { NewField } from "@/features/design/desk/NewField";
import { RemoveDialog } from "@/features/design/desk/RemoveDialog";
import { useEditor } from "@/features/design/editing";
import { fieldPlace, moveField } from "@/features/design/fields";
import { removeField } from "@/features/design/removing";
import type { DesignField, DesignObject, Edit } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { useAddress } from "@/lib/router";

/** The same value until what it is made of changes. */
function useLists(): Lists {
  const { objects, dictionaries } = useEditor().body;
  return useMemo(
    () => ({ objects: objects.map(option), dictionaries: (dictionaries ?? []).map(option) }),
    [objects, dictionaries],
  );
}

/** What rows do. The same as long as the page lives: it asks for the object only when something is done. */
function useActs(object: DesignObject, { more, remove }: Pick<RowActs, "more" | "remove">): RowActs {
  const { change } = useEditor();
  const now = useRef(object);
  useEffect(() => {
    now.current = object;
  });
  return useMemo(
    () => ({
      set: (field, member, value) => {
        change([{ do: "set", place: [...fieldPlace(now.current, field), member], value }]);
      },
      move: (field, by) => {
        change(moveField(now.current, field, by) ?? []);
      },
      more,
      remove,
    }),
    [change, more, remove],
  );
}

/** The fields of an object, one in a row, every cell typed where it stands. */
export function FieldGrid({ object }: { object: DesignObject }) {
  const t = useDesignWords();
  const { change } = useEditor();
  const [leaving, setLeaving] = useState<DesignField | null>(null);
  const [opened, setOpened] = useState<DesignField | null>(null);
  const rows = useRef<HTMLTableSectionElement>(null);
  const focusAt = useRef<number | null>(null);
  useEffect(() => {
    // Whoever took a field away goes on from the one that stands there now.
    const row = focusAt.current === null ? undefined : rows.current?.rows[focusAt.current];
    row?.querySelector("input")?.focus();
    focusAt.current = null;
  }, [object.fields.length]);
  const wanted = useAddress().search.get("field");
  const lists = useLists();
  const acts = useActs(object, { more: setOpened, remove: setLeaving });
  const more = object.fields.find(({ key }) => key === opened?.key);
  const columns = [t.colName, t.colEn, t.colKey, t.colType, t.colRequired, t.colUnit, t.colChoices, t.colHelp];
  return (
    <section className="design-grid" aria-label={say(object.label)}>
      <p className="muted">{t.fieldsIntro}</p>
      <div className="design-scroll">
        <table>
          <Widths />
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
                field={field}
                first={i === 0}
                last={i === object.fields.length - 1}
                title={field.key === object.title}
                wanted={field.key === wanted}
                lists={lists}
                acts={acts}
              />
            ))}
          </tbody>
        </table>
      </div>
      <NewField object={object} />
      {more === undefined ? null : (
        <FieldMore
          object={object}
          field={more}
          onClose={() => {
            setOpened(null);
          }}
        />
      )}
      {leaving === null ? null : (
        <Removing
          object={object}
          field={leaving}
          onRemove={(edit) => {
            change(edit);
            setLeaving(null);
            focusAt.current = object.fields.indexOf(leaving);
          }}
          onClose={() => {
            setLeaving(null);
          }}
        />
      )}
    </section>
  );
}

function Widths() {
  return (
    <colgroup>
      {[150, 150, 120, 90, 50, 80, 200, 220, 130].map((width, i) => (
        <col key={i} style={{ width }} />
      ))}
    </colgroup>
  );
}

interface RemovingProps {
  object: DesignObject;
  field: DesignField;
  onRemove: (edit: Edit) => void;
  onClose: () => void;
}

/** Asks before a field goes, and names all that goes with it. */
function Removing({ object, field, onRemove, onClose }: RemovingProps) {
  const t = useDesignWords();
  const { body } = useEditor();
  const { edit, told } = useMemo(() => removeField(body, object, field), [body, object, field]);
  return (
    <RemoveDialog
      title={t.removeFieldTitle(say(field.label))}
      intro={t.removeFieldIntro}
      onRemove={() => {
        onRemove(edit);
      }}
      onClose={onClose}
    >
      <Along told={told} />
    </RemoveDialog>
  );
}

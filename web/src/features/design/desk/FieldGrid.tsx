import { useEffect, useMemo, useRef, useState } from "react";

import { option } from "@/features/design/options";
import { Along } from "@/features/design/desk/Along";
import { FieldMore } from "@/features/design/desk/FieldMore";
import { FieldRow, type Lists, type RowActs } from "@/features/design/desk/FieldRow";
import { NewField } from "@/features/design/desk/NewField";
import { RemoveDialog } from "@/features/design/desk/RemoveDialog";
import { useEditor } from "@/features/design/editing";
import { fieldPlace, moveField } from "@/features/design/fields";
import { formulaSaid } from "@/features/design/formulas";
import { removeField } from "@/features/design/removing";
import type { DesignField, DesignObject, Edit } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { useAddress } from "@/lib/router";
import { useGrowing } from "@/ui/growing";

/** The same value as long as the objects and lists are called the same, whatever else of them changes. */
function useLists(): Lists {
  const { objects, dictionaries } = useEditor().body;
  const text = JSON.stringify({ objects: objects.map(option), dictionaries: (dictionaries ?? []).map(option) });
  return useMemo(() => JSON.parse(text) as Lists, [text]);
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
  const { body, change } = useEditor();
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
  // Whoever was sent to a field finds it among the first that are drawn.
  const first = Math.max(30, object.fields.findIndex(({ key }) => key === wanted) + 1);
  const drawn = useGrowing(object.key, object.fields.length, first);
  const lists = useLists();
  const acts = useActs(object, { more: setOpened, remove: setLeaving });
  const more = object.fields.find(({ key }) => key === opened?.key);
  return (
    <section className="design-grid" aria-label={say(object.label)}>
      <p className="muted">{t.fieldsIntro}</p>
      <div className="design-scroll">
        <table>
          <Widths />
          <Heads />
          <tbody ref={rows}>
            {object.fields.slice(0, drawn).map((field, i) => (
              <FieldRow
                key={field.key}
                field={field}
                first={i === 0}
                last={i === object.fields.length - 1}
                title={field.key === object.title}
                wanted={field.key === wanted}
                line={field.type === "formula" ? formulaSaid(field.formula, object, body) : ""}
                lists={lists}
                acts={acts}
              />
            ))}
          </tbody>
        </table>
      </div>
      <NewField
        object={object}
        onMade={(field) => {
          // A formula says nothing until somebody has written it.
          if (field.type === "formula") setOpened(field);
        }}
      />
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

function Heads() {
  const t = useDesignWords();
  const columns = [t.colName, t.colEn, t.colKey, t.colType, t.colRequired, t.colUnit, t.colChoices, t.colHelp];
  return (
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

import { memo, useCallback, useDeferredValue, useMemo, useState } from "react";

import { previewKit } from "@/features/design/desk/forms/previewKit";
import type { View } from "@/features/design/desk/forms/views";
import { useEditor } from "@/features/design/editing";
import { examples, living } from "@/features/design/example";
import type { DesignObject } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import type { Field, ObjectDef } from "@/features/objects/api";
import { FieldForm, FieldValue } from "@/features/objects/FieldForm";
import { sectionsOf } from "@/features/objects/sections";
import { say } from "@/lib/i18n";
import { KitProvider } from "@/ui/kit";

type Values = Readonly<Record<string, unknown>>;

/** A form as people will have it on the phone, drawn by what draws it there; it may be filled in, nothing is kept. */
export function FormPreview({ object, view }: { object: DesignObject; view: View }) {
  const t = useDesignWords();
  const { body } = useEditor();
  const [values, setValues] = useState<Values>({});
  const found = useMemo(() => living(body, object), [body, object]);
  const change = useCallback((key: string, value: unknown) => {
    setValues((before) => ({ ...before, [key]: value }));
  }, []);
  const title = { form: t.fullForm, quick: t.quickForm, list_columns: t.listColumns }[view];
  return (
    <section className="design-preview" aria-label={t.previewOf(title)}>
      <h2>{t.preview}</h2>
      <p className="muted">{t.previewHint}</p>
      <p className="design-preview-acts">
        <button
          type="button"
          className="link"
          onClick={() => {
            setValues(examples(found, t.previewText));
          }}
        >
          {t.previewExample}
        </button>
        <button
          type="button"
          className="link"
          onClick={() => {
            setValues({});
          }}
        >
          {t.previewEmpty}
        </button>
      </p>
      <KitProvider value={previewKit}>
        <div className="design-phone design-phone-form">
          <h3>{say(object.label)}</h3>
          <Shown view={useDeferredValue(view)} object={useDeferredValue(found)} values={values} onChange={change} />
        </div>
      </KitProvider>
    </section>
  );
}

interface ShownProps {
  view: View;
  object: ObjectDef;
  values: Values;
  onChange: (key: string, value: unknown) => void;
}

/** Drawn once the designer beside it has answered: hundreds of controls are not worth waiting for. */
const Shown = memo(function Shown(props: ShownProps) {
  const t = useDesignWords();
  if (props.view === "list_columns") return <InList {...props} />;
  return (
    <>
      {props.view === "quick" ? <Quick {...props} /> : <Whole {...props} />}
      <p className="design-phone-act">{t.previewSave}</p>
    </>
  );
});

function Whole({ object, values, onChange }: ShownProps) {
  const t = useDesignWords();
  const shown = sectionsOf(object, values, t.otherFields);
  const hidden = sectionsOf({ ...object, form: object.form.map(always) }, values, t.otherFields).length - shown.length;
  return (
    <>
      {shown.map((section, i) => (
        <section key={i} aria-label={section.label}>
          <h4>{section.label}</h4>
          <FieldForm fields={section.fields} values={values} onChange={onChange} />
        </section>
      ))}
      {hidden > 0 ? <p className="muted">{t.previewHidden(hidden)}</p> : null}
    </>
  );
}

function always(section: ObjectDef["form"][number]): ObjectDef["form"][number] {
  return { ...section, visible_when: null };
}

/** The quick fields, and those without which nothing is saved: the same as the phone asks for. */
function Quick({ object, values, onChange }: ShownProps) {
  const wanted = new Set(object.quick.length > 0 ? object.quick : [object.title]);
  const needed = object.fields.filter((field) => field.required === true && !wanted.has(field.key));
  return <FieldForm fields={[...by(object, [...wanted]), ...needed]} values={values} onChange={onChange} />;
}

/** A record in a list: its title, then the columns. */
function InList({ object, values }: ShownProps) {
  const columns = by(object, object.list_columns);
  return (
    <dl className="design-phone-columns" inert>
      {(columns.length > 0 ? columns : by(object, [object.title])).map((field) => (
        <div key={field.key}>
          <dt>{say(field.label)}</dt>
          <dd>
            <FieldValue field={field} value={values[field.key]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function by(object: ObjectDef, keys: readonly string[]): readonly Field[] {
  return keys.flatMap((key) => object.fields.find((field) => field.key === key) ?? []);
}

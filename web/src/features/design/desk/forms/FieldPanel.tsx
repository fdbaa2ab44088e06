import { CheckRow } from "@/features/design/desk/forms/CheckRow";
import { PickBox, Row } from "@/features/design/desk/boxes";
import { useEditor } from "@/features/design/editing";
import { fieldPlace, selfFilling } from "@/features/design/fields";
import { placeField, requireAt, sectionsOf, takeOut } from "@/features/design/forms";
import type { Body, DesignField, DesignObject, Process } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { Link } from "@/lib/router";

interface Props {
  object: DesignObject;
  field: DesignField | undefined;
}

/** What concerns the chosen field: where it stands, and where it has to be filled in. */
export function FieldPanel({ object, field }: Props) {
  const t = useDesignWords();
  const { draft } = useEditor();
  return (
    <section className="design-panel" aria-label={t.thisField}>
      <h2>{field === undefined ? t.thisField : say(field.label)}</h2>
      {field === undefined ? (
        <p className="muted">{t.noFieldChosen}</p>
      ) : (
        <>
          <p className="muted">
            {t.fieldTypes[field.type] ?? field.type} · <code>{field.key}</code>
          </p>
          <Where object={object} field={field} />
          {selfFilling.includes(field.type) ? (
            <p className="muted">{t.fillsItself}</p>
          ) : (
            <Must object={object} field={field} />
          )}
          <p className="form-panel-link">
            <Link to={`/design/${draft.id}/objects/${object.key}?field=${field.key}`}>{t.editField}</Link>
          </p>
        </>
      )}
    </section>
  );
}

function Where({ object, field }: { object: DesignObject; field: DesignField }) {
  const t = useDesignWords();
  const { change } = useEditor();
  const sections = sectionsOf(object);
  const here = sections.find(({ fields }) => fields?.includes(field.key));
  return (
    <Row label={t.inSection}>
      {(id) => (
        <PickBox
          id={id}
          value={here?.key ?? ""}
          options={[
            { value: "", label: t.noSection },
            ...sections.map(({ key, label }) => ({ value: key, label: say(label) })),
          ]}
          onPick={(key) => {
            change(key === "" ? takeOut(object, field.key) : placeField(object, field.key, key, null));
          }}
        />
      )}
    </Row>
  );
}

function Must({ object, field }: { object: DesignObject; field: DesignField }) {
  const t = useDesignWords();
  const { body, change } = useEditor();
  const processes = leading(body, object);
  return (
    <>
      <CheckRow
        label={t.alwaysRequired}
        checked={field.required ?? false}
        onChange={(value) => {
          change([{ do: "set", place: [...fieldPlace(object, field), "required"], value }]);
        }}
      />
      {processes.length === 0 ? <p className="muted">{t.noProcess}</p> : null}
      {processes.map((process) => (
        <fieldset key={process.key} className="design-checks">
          <legend>{processes.length === 1 ? t.requiredAt : t.requiredAtIn(say(process.label))}</legend>
          {process.stages.map((stage) => (
            <CheckRow
              key={stage.key}
              label={say(stage.label)}
              checked={stage.gate?.fields?.includes(field.key) ?? false}
              onChange={(wanted) => {
                change(requireAt(process, stage.key, field.key, wanted));
              }}
            />
          ))}
        </fieldset>
      ))}
    </>
  );
}

/** The processes that lead records of an object. */
export function leading(body: Body, object: DesignObject): readonly Process[] {
  return (body.processes ?? []).filter((process) => process.object === object.key);
}

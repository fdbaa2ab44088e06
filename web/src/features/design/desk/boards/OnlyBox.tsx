import { PickBox, Row } from "@/features/design/desk/boxes";
import { option } from "@/features/design/options";
import { useEditor } from "@/features/design/editing";
import type { Body, DesignField, DesignObject, DesignWidget } from "@/features/design/shapes";
import { useBoardWords } from "@/features/design/words/boards";
import { type Option, useKit } from "@/ui/kit";

interface Props {
  widget: DesignWidget;
  object: DesignObject;
  set: (members: Readonly<Record<string, unknown>>) => void;
}

/** Only the records whose field has one of the chosen values: first the field, then its values. */
export function OnlyBox({ widget, object, set }: Props) {
  const t = useBoardWords();
  const { Choices } = useKit();
  const { body } = useEditor();
  const fields = object.fields.filter(({ type }) => type === "choice" || type === "boolean");
  const [key = "", values = []] = Object.entries(widget.only ?? {})[0] ?? [];
  const field = fields.find((one) => one.key === key);
  if (fields.length === 0) return null;
  return (
    <>
      <Row label={t.only}>
        {(id) => (
          <PickBox
            id={id}
            value={key}
            options={[{ value: "", label: t.noFilter }, ...fields.map(option)]}
            onPick={(chosen) => {
              const first = offered(
                body,
                fields.find((one) => one.key === chosen),
                t,
              ).slice(0, 1);
              set({ only: chosen === "" ? null : { [chosen]: first.map(({ value }) => value) } });
            }}
          />
        )}
      </Row>
      {field === undefined ? null : (
        <Row label={t.values}>
          {(id) => (
            <Choices
              id={id}
              value={values}
              options={offered(body, field, t)}
              onChange={(chosen) => {
                set({ only: { [key]: chosen } });
              }}
            />
          )}
        </Row>
      )}
    </>
  );
}

function offered(body: Body, field: DesignField | undefined, t: { yes: string; no: string }): readonly Option[] {
  if (field?.type === "boolean") {
    return [
      { value: "true", label: t.yes },
      { value: "false", label: t.no },
    ];
  }
  const shared = body.dictionaries?.find(({ key }) => key === field?.dictionary);
  return (shared?.entries ?? field?.choices ?? []).map(option);
}

import { choicesOf } from "@/features/design/choices";
import { PickBox, Row, TextBox } from "@/features/design/desk/boxes";
import { numberOr } from "@/features/design/options";
import { useEditor } from "@/features/design/editing";
import { numeric } from "@/features/design/formulas";
import type { DesignField } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { useKit } from "@/ui/kit";

const texts: readonly string[] = ["text", "long_text", "phone", "email", "url", "address"];

interface Props {
  field: DesignField;
  onKeep: (value: unknown) => void;
}

/** What stands in a new record until somebody says otherwise; nothing for types that point at something. */
export function DefaultBox(props: Props) {
  const { type } = props.field;
  if (type === "choice" || type === "boolean") return <OneDefault {...props} />;
  if (type === "choices") return <SeveralDefault {...props} />;
  if (type === "date" || type === "datetime") return <TimeDefault {...props} />;
  if (texts.includes(type) || numeric.includes(type)) return <TypedDefault {...props} />;
  return null;
}

function TypedDefault({ field, onKeep }: Props) {
  const t = useDesignWords();
  const { default: now } = field;
  const whole = typeof now === "object" && now !== null && "text" in now ? now.text : now;
  return (
    <Row label={t.fieldDefault} {...(field.type === "duration" ? { hint: t.fieldMinutes } : {})}>
      {(id, hintId) => (
        <TextBox
          id={id}
          {...(hintId === undefined ? {} : { describedBy: hintId })}
          value={typeof whole === "string" || typeof whole === "number" ? String(whole) : ""}
          onKeep={(text) => {
            onKeep(text === "" ? null : numeric.includes(field.type) ? numberOr(text) : text);
          }}
        />
      )}
    </Row>
  );
}

function OneDefault({ field, onKeep }: Props) {
  const t = useDesignWords();
  const { body } = useEditor();
  const flag = field.type === "boolean";
  const options = flag
    ? [
        { value: "true", label: t.defaultYes },
        { value: "false", label: t.defaultNo },
      ]
    : offered(body, field);
  return (
    <Row label={t.fieldDefault}>
      {(id) => (
        <PickBox
          id={id}
          value={typeof field.default === "string" ? field.default : toldOf(field.default)}
          options={[{ value: "", label: t.noDefault }, ...options]}
          onPick={(key) => {
            onKeep(key === "" ? null : flag ? key === "true" : key);
          }}
        />
      )}
    </Row>
  );
}

function toldOf(value: unknown): string {
  return typeof value === "boolean" ? String(value) : "";
}

function SeveralDefault({ field, onKeep }: Props) {
  const t = useDesignWords();
  const { Choices } = useKit();
  const { body } = useEditor();
  const now = Array.isArray(field.default) ? (field.default as readonly string[]) : [];
  return (
    <Row label={t.fieldDefault}>
      {(id) => (
        <Choices
          id={id}
          value={now}
          options={offered(body, field)}
          onChange={(keys) => {
            onKeep(keys.length === 0 ? null : keys);
          }}
        />
      )}
    </Row>
  );
}

function TimeDefault({ field, onKeep }: Props) {
  const t = useDesignWords();
  const { Day, Moment } = useKit();
  const Box = field.type === "date" ? Day : Moment;
  return (
    <Row label={t.fieldDefault}>
      {(id) => <Box id={id} value={typeof field.default === "string" ? field.default : null} onChange={onKeep} />}
    </Row>
  );
}

function offered(body: Parameters<typeof choicesOf>[0], field: DesignField) {
  return choicesOf(body, field)
    .filter(({ archived }) => archived !== true)
    .map(({ key, label }) => ({ value: key, label: say(label) }));
}

import { choicesOf } from "@/features/design/choices";
import { amountOf, isRelative, unitOf } from "@/features/design/conditions/phrases";
import { PickBox, Row, TextBox } from "@/features/design/desk/boxes";
import { useEditor } from "@/features/design/editing";
import { numeric } from "@/features/design/formulas";
import { option } from "@/features/design/options";
import { valueOf } from "@/features/design/rules/making";
import type { DesignField } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { useRuleWords } from "@/features/design/words/rules";
import { say } from "@/lib/i18n";
import { useKit } from "@/ui/kit";

interface Props {
  field: DesignField;
  value: unknown;
  onChange: (value: unknown) => void;
}

/** What is written into a field: a value it takes, nothing, or a time counted from now. */
export function ValueBox({ field, value, onChange }: Props) {
  const t = useRuleWords();
  const { body } = useEditor();
  const timely = field.type === "date" || field.type === "datetime";
  const kind = value === null || value === undefined ? "empty" : isRelative(value) ? "now" : "value";
  const kinds = (["value", "now", "empty"] as const).filter(
    (one) => one === kind || (one === "now" ? timely : one === "empty" ? field.required !== true : true),
  );
  return (
    <div className="design-two">
      <Row label={t.value}>
        {(id) => (
          <PickBox
            id={id}
            value={kind}
            options={kinds.map((one) => ({ value: one, label: t.valueKinds[one] }))}
            onPick={(one) => {
              if (one === "empty") onChange(null);
              else if (one === "now") onChange({ days: 1 });
              else onChange(timely ? today(field.type) : (valueOf(body, field) ?? "…"));
            }}
          />
        )}
      </Row>
      {kind === "now" && isRelative(value) ? <FromNow value={value} onChange={onChange} /> : null}
      {kind === "value" ? <Given field={field} value={value} onChange={onChange} /> : null}
    </div>
  );
}

function today(type: string): string {
  const day = new Date().toISOString().slice(0, 10);
  return type === "date" ? day : `${day}T09:00:00+08:00`;
}

function FromNow({ value, onChange }: { value: Parameters<typeof amountOf>[0]; onChange: (value: unknown) => void }) {
  const t = useRuleWords();
  const unit = unitOf(value);
  return (
    <Row label={unit === "days" ? t.fromNow : t.fromNowHours}>
      {(id) => (
        <TextBox
          id={id}
          numeric
          needed
          value={String(amountOf(value))}
          onKeep={(text) => {
            if (/^-?\d+$/.test(text)) onChange({ [unit]: Number(text) });
          }}
        />
      )}
    </Row>
  );
}

function Given(props: Props) {
  const { type } = props.field;
  if (type === "choice" || type === "boolean") return <OneOf {...props} />;
  if (type === "choices") return <Several {...props} />;
  if (type === "date" || type === "datetime") return <Time {...props} />;
  return <Typed {...props} />;
}

function OneOf({ field, value, onChange }: Props) {
  const t = useDesignWords();
  const offered = useOffered(field);
  const flag = field.type === "boolean";
  const flags = [
    { value: "true", label: t.defaultYes },
    { value: "false", label: t.defaultNo },
  ];
  return (
    <Row label={say(field.label)}>
      {(id) => (
        <PickBox
          id={id}
          value={String(value)}
          options={flag ? flags : offered}
          onPick={(one) => {
            onChange(flag ? one === "true" : one);
          }}
        />
      )}
    </Row>
  );
}

function Several({ field, value, onChange }: Props) {
  const { Choices } = useKit();
  const offered = useOffered(field);
  const keys = Array.isArray(value) ? (value as readonly string[]) : [];
  return (
    <Row label={say(field.label)}>{(id) => <Choices id={id} value={keys} options={offered} onChange={onChange} />}</Row>
  );
}

function Time({ field, value, onChange }: Props) {
  const { Day, Moment } = useKit();
  const Box = field.type === "date" ? Day : Moment;
  return (
    <Row label={say(field.label)}>
      {(id) => <Box id={id} value={typeof value === "string" ? value : null} onChange={onChange} />}
    </Row>
  );
}

function Typed({ field, value, onChange }: Props) {
  const counted = numeric.includes(field.type);
  return (
    <Row label={say(field.label)}>
      {(id) => (
        <TextBox
          id={id}
          needed
          numeric={counted}
          value={typeof value === "string" || typeof value === "number" ? String(value) : ""}
          onKeep={(text) => {
            onChange(counted && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);
          }}
        />
      )}
    </Row>
  );
}

function useOffered(field: DesignField) {
  const { body } = useEditor();
  return choicesOf(body, field)
    .filter(({ archived }) => archived !== true)
    .map(option);
}

import { useState } from "react";

import { firstSentence } from "@/features/design/conditions/phrases";
import { PickBox, TextBox } from "@/features/design/desk/boxes";
import { ConditionBox } from "@/features/design/desk/conditions/ConditionBox";
import { FormulaLine, type LineProps } from "@/features/design/desk/formula/FormulaLine";
import { numberTyped, numeric, useFormulaWords, type Line, type Part } from "@/features/design/formulas";
import type { DesignObject } from "@/features/design/shapes";
import { say } from "@/lib/i18n";

type Props = Omit<LineProps, "line" | "onChange"> & {
  label: string;
  part: Part;
  onChange: (part: Part) => void;
};

/** Brackets and choices go so deep here; the language itself goes deeper. */
const deepest = 4;
/** What is chosen besides the fields: no key of a field has a dot. */
const kinds = { number: ".number", line: ".line", either: ".either" } as const;

/** One part of a formula: which one, and behind it what that one needs. */
export function FormulaPart({ part, onChange, label, ...rest }: Props) {
  const t = useFormulaWords();
  const { object, depth } = rest;
  return (
    <>
      <PickBox
        label={label}
        value={chosen(part)}
        options={[
          ...fieldsFor(object, part, t.goneField),
          { value: kinds.number, label: t.aNumber },
          ...(depth < deepest || "line" in part ? [{ value: kinds.line, label: t.brackets }] : []),
          ...(depth < deepest || "when" in part ? [{ value: kinds.either, label: t.either }] : []),
        ]}
        onPick={(key) => {
          onChange(picked(key, part, rest));
        }}
      />
      <Inside part={part} label={label} onChange={onChange} {...rest} />
    </>
  );
}

function chosen(part: Part): string {
  if ("field" in part) return part.field;
  if ("number" in part) return kinds.number;
  return "line" in part ? kinds.line : kinds.either;
}

function fieldsFor(object: DesignObject, part: Part, gone: (key: string) => string) {
  const offered = object.fields
    .filter(({ type, key }) => numeric.includes(type) || ("field" in part && part.field === key))
    .map((field) => ({ value: field.key, label: say(field.label) }));
  const known = !("field" in part) || offered.some(({ value }) => value === part.field);
  return known ? offered : [...offered, { value: part.field, label: gone(part.field) }];
}

/** Another part in the place of this one: what goes into brackets or a choice goes on being there. */
function picked(key: string, part: Part, { object, body }: Pick<Props, "object" | "body">): Part {
  const before: Line = "line" in part ? part.line : "when" in part ? part.then : [{ sign: "+", part }];
  if (key === kinds.number) return { number: 1 };
  if (key === kinds.line) return { line: before.length > 1 ? before : [...before, { sign: "+", part: { number: 0 } }] };
  if (key === kinds.either) {
    return { when: firstSentence(object, body), then: before, otherwise: [{ sign: "+", part: { number: 0 } }] };
  }
  return { field: key };
}

function Inside({ part, label, onChange, ...rest }: Props) {
  const t = useFormulaWords();
  const inner = { ...rest, depth: rest.depth + 1 };
  if ("field" in part) return null;
  if ("number" in part)
    return <NumberBox label={`${label}${t.colon}${t.number}`} value={part.number} onKeep={onChange} />;
  if ("line" in part) {
    return (
      <div className="formula-inside" role="group" aria-label={`${label}${t.colon}${t.brackets}`}>
        <FormulaLine
          {...inner}
          line={part.line}
          onChange={(line) => {
            onChange({ line });
          }}
        />
      </div>
    );
  }
  return (
    <div className="formula-inside" role="group" aria-label={`${label}${t.colon}${t.either}`}>
      <ConditionBox
        label={t.ifSo}
        object={rest.object}
        body={rest.body}
        value={part.when}
        counting={false}
        onChange={(when) => {
          onChange({ ...part, when: when ?? { all: [] } });
        }}
      />
      {(["then", "otherwise"] as const).map((way) => (
        <div key={way} role="group" aria-label={t[way]}>
          <span className="condition-label">{t[way]}</span>
          <FormulaLine
            {...inner}
            line={part[way]}
            onChange={(line) => {
              onChange({ ...part, [way]: line });
            }}
          />
        </div>
      ))}
    </div>
  );
}

interface NumberProps {
  label: string;
  value: number;
  onKeep: (part: Part) => void;
}

function NumberBox({ label, value, onKeep }: NumberProps) {
  const t = useFormulaWords();
  const [wrong, setWrong] = useState<string | null>(null);
  return (
    <span className="formula-number">
      <TextBox
        label={label}
        numeric
        needed
        value={String(value)}
        onKeep={(text) => {
          const number = numberTyped(text);
          setWrong(number === null ? text : null);
          if (number !== null) onKeep({ number });
        }}
      />
      <span role="status">
        {wrong === null ? null : <small className="condition-wanting">{t.notANumber(wrong)}</small>}
      </span>
    </span>
  );
}

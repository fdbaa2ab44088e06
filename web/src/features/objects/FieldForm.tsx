import { useId } from "react";

import type { Field } from "@/features/objects/api";
import { typeOf } from "@/features/objects/field-types";
import "@/features/objects/fields/all";
import type { Problem, Problems } from "@/features/objects/problems";
import { useFieldWords } from "@/features/objects/words";
import { say, useLang } from "@/lib/i18n";
import "@/features/objects/field-form.css";

interface Props {
  fields: readonly Field[];
  values: Readonly<Record<string, unknown>>;
  onChange: (key: string, value: unknown) => void;
  problems?: Problems;
  /** Fields that a form asks for although the object alone would not. */
  required?: readonly string[];
}

/** Fields to fill in, each with its label, its help and what is wrong with it. */
export function FieldForm({ fields, values, onChange, problems = {}, required = [] }: Props) {
  return (
    <div className="field-form">
      {fields.map((field) => (
        <OneField
          key={field.key}
          field={field}
          value={values[field.key] ?? null}
          required={(field.required ?? false) || required.includes(field.key)}
          problem={problems[field.key]}
          onChange={(value) => {
            onChange(field.key, value);
          }}
        />
      ))}
    </div>
  );
}

interface OneProps {
  field: Field;
  value: unknown;
  required: boolean;
  problem: Problem | undefined;
  onChange: (value: unknown) => void;
}

function OneField({ field, value, required, problem, onChange }: OneProps) {
  const id = useId();
  const lang = useLang();
  const { Edit } = typeOf(field);
  if (Edit === undefined || field.readonly === true) return null;
  const notes = `${id}-notes`;
  const noted = say(field.help, lang) !== "" || problem !== undefined;
  return (
    <div className="field" data-field={field.key}>
      <label htmlFor={id} id={`${id}-label`}>
        {say(field.label, lang)}
        {required ? <span className="field-must"> *</span> : null}
      </label>
      <Edit
        id={id}
        field={field}
        value={value}
        onChange={onChange}
        invalid={problem !== undefined}
        describedBy={noted ? notes : undefined}
      />
      {noted ? <Note id={notes} help={say(field.help, lang)} problem={problem} /> : null}
    </div>
  );
}

function Note({ id, help, problem }: { id: string; help: string; problem: Problem | undefined }) {
  return (
    <p id={id} className={problem === undefined ? "field-help" : "field-problem"}>
      {problem === undefined ? help : <ProblemText problem={problem} />}
    </p>
  );
}

/** What is wrong with a field, in words. */
export function ProblemText({ problem }: { problem: Problem }) {
  const t = useFieldWords();
  return t.problems[problem.code]?.(problem.facts) ?? t.otherProblem;
}

/** A field's value, or that there is none. */
export function FieldValue({ field, value }: { field: Field; value: unknown }) {
  const t = useFieldWords();
  const { Show } = typeOf(field);
  const empty = value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
  return empty ? <span className="field-none">{t.notFilled}</span> : <Show value={value} field={field} />;
}

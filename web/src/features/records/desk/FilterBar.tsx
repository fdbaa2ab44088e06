import { useId, useState } from "react";

import type { Field, ObjectDef } from "@/features/objects/api";
import { FieldValue } from "@/features/objects/FieldForm";
import { typeOf, type Op } from "@/features/objects/field-types";
import { pointed } from "@/features/objects/pieces";
import { useFieldWords } from "@/features/objects/words";
import type { Compare, Condition, Scalar } from "@/lib/conditions";
import { say } from "@/lib/i18n";
import { Button } from "@/ui/desk/Button";
import { Select } from "@/ui/desk/choosers";
import { Popover } from "@/ui/desk/Popover";
import "@/features/records/desk/records.css";

interface Props {
  object: ObjectDef;
  conditions: readonly Condition[];
  onChange: (conditions: readonly Condition[]) => void;
}

/** Filters by any field: each a small sentence that can be taken off again. */
export function FilterBar({ object, conditions, onChange }: Props) {
  const t = useFieldWords();
  const [open, setOpen] = useState(false);
  return (
    <>
      {conditions.map((one, i) => (
        <Chip
          key={JSON.stringify(one)}
          object={object}
          condition={one}
          onRemove={() => {
            onChange(conditions.filter((_, at) => at !== i));
          }}
        />
      ))}
      <Popover
        open={open}
        onOpen={setOpen}
        content={
          <NewFilter
            object={object}
            onAdd={(made) => {
              setOpen(false);
              onChange([...conditions, made]);
            }}
          />
        }
      >
        <Button>{t.filter}</Button>
      </Popover>
    </>
  );
}

function Chip({ object, condition, onRemove }: { object: ObjectDef; condition: Condition; onRemove: () => void }) {
  const t = useFieldWords();
  if (!("field" in condition)) return null;
  const field = object.fields.find((one) => one.key === condition.field);
  const what = `${say(field?.label) || condition.field} ${t.ops[condition.op as Op]}`;
  return (
    <span className="chip">
      {what}{" "}
      {field !== undefined && condition.value !== undefined ? (
        <b>
          <FieldValue field={field} value={condition.value} />
        </b>
      ) : null}
      <button type="button" aria-label={t.removeFilter(what)} onClick={onRemove}>
        ×
      </button>
    </span>
  );
}

function NewFilter({ object, onAdd }: { object: ObjectDef; onAdd: (made: Compare) => void }) {
  const t = useFieldWords();
  const id = useId();
  const [key, setKey] = useState(object.title);
  const [op, setOp] = useState<Op | null>(null);
  const [value, setValue] = useState<unknown>(null);
  const field = object.fields.find((one) => one.key === key);
  if (field === undefined) return null;
  const type = typeOf(field);
  const chosen = op ?? type.ops[0] ?? "is_filled";
  const bare = chosen === "is_empty" || chosen === "is_filled";
  const wanted = scalarOf(value);
  return (
    <form
      className="new-filter"
      onSubmit={(event) => {
        event.preventDefault();
        if (bare) onAdd({ field: key, op: chosen });
        else if (wanted !== null) onAdd({ field: key, op: chosen, value: wanted });
      }}
    >
      <Select
        label={t.filterField}
        width={260}
        value={key}
        onChange={(next) => {
          setKey(next ?? object.title);
          setOp(null);
          setValue(null);
        }}
        options={object.fields.map((one) => ({ value: one.key, label: say(one.label) }))}
      />
      <Select
        label={t.filterOp}
        width={260}
        value={chosen}
        onChange={(next) => {
          setOp(next as Op | null);
        }}
        options={type.ops.map((one) => ({ value: one, label: t.ops[one] }))}
      />
      {bare ? null : <Wanted id={id} field={field} value={value} onChange={setValue} />}
      <Button look="primary" submit disabled={!bare && wanted === null}>
        {t.addFilter}
      </Button>
    </form>
  );
}

interface WantedProps {
  id: string;
  field: Field;
  value: unknown;
  onChange: (value: unknown) => void;
}

function Wanted({ id, field, value, onChange }: WantedProps) {
  const t = useFieldWords();
  const { Filter, Edit } = typeOf(field);
  const Box = Filter ?? Edit;
  if (Box === undefined) return null;
  return (
    <>
      <label className="vh" htmlFor={id}>
        {t.filterValue}
      </label>
      <Box id={id} field={field} value={value} onChange={onChange} />
    </>
  );
}

/** What one compares with: a text, a number, yes or no, a list of these, or the id of what was looked up. */
function scalarOf(value: unknown): Scalar | readonly Scalar[] | null {
  const found = pointed(value);
  if (found !== null) return found.id;
  if (Array.isArray(value)) return value.length > 0 ? (value as Scalar[]) : null;
  if (typeof value === "string") return value.trim() === "" ? null : value.trim();
  return typeof value === "number" || typeof value === "boolean" ? value : null;
}

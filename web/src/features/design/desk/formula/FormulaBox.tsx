import { useId, useState } from "react";

import { FormulaLine } from "@/features/design/desk/formula/FormulaLine";
import { Tried } from "@/features/design/desk/formula/Tried";
import { useEditor } from "@/features/design/editing";
import { fieldPlace } from "@/features/design/fields";
import {
  closed,
  formulaSaid,
  isFormula,
  opened,
  useFormulaWords,
  type Formula,
  type Line,
} from "@/features/design/formulas";
import { fieldsOf } from "@/features/design/pruning";
import type { DesignField, DesignObject } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { Glyph } from "@/ui/Status";
import "@/features/design/desk/conditions/conditions.css";
import "@/features/design/desk/formula/formula.css";

/** A formula: the line as one reads it, what it gives, its terms one by one, and what is wrong with it. */
export function FormulaBox({ object, field }: { object: DesignObject; field: DesignField }) {
  const t = useFormulaWords();
  const id = useId();
  const { body, change } = useEditor();
  const [line, setLine] = useLine(field.formula);
  const readable = isFormula(field.formula);
  const taken = object.fields.filter(({ key }) => fieldsOf(field.formula).has(key));
  return (
    <div className="formula" role="group" aria-labelledby={id}>
      <span id={id} className="condition-label">
        {t.formula}
      </span>
      <output className="formula-said">{formulaSaid(field.formula, object, body)}</output>
      <Wrong object={object} field={field} />
      <Tried object={object} field={field} />
      {taken.some(({ type }) => type === "percent") ? <p className="muted">{t.percentHint}</p> : null}
      {readable || field.formula === null || field.formula === undefined ? null : (
        <p className="design-wrong">{t.unreadable}</p>
      )}
      <FormulaLine
        object={object}
        body={body}
        line={line}
        depth={1}
        onChange={(next) => {
          setLine(next);
          change([{ do: "set", place: [...fieldPlace(object, field), "formula"], value: closed(next) }]);
        }}
      />
    </div>
  );
}

/** The line being edited. Its brackets stay as they were put, as long as the formula is the one it means. */
function useLine(formula: unknown): [Line, (line: Line) => void] {
  const [edited, setEdited] = useState<Line | null>(null);
  const known: Formula = isFormula(formula) ? formula : 0;
  const same = edited !== null && JSON.stringify(closed(edited)) === JSON.stringify(known);
  return [same ? edited : opened(known), setEdited];
}

/** What the server finds wrong with this field. */
function Wrong({ object, field }: { object: DesignObject; field: DesignField }) {
  const words = useDesignWords();
  const { draft } = useEditor();
  const place = fieldPlace(object, field).join(".");
  const here = draft.faults.filter((fault) => fault.place === place || fault.place.startsWith(`${place}.`));
  const said = [...new Set(here.map((fault) => words.faults[fault.code] ?? fault.message))];
  return (
    <div role="status">
      {said.map((one) => (
        <p key={one} className="design-wrong">
          <Glyph tone="bad" /> {one}
        </p>
      ))}
    </div>
  );
}

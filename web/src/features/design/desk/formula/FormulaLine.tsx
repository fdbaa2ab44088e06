import { useRef } from "react";

import { PickBox } from "@/features/design/desk/boxes";
import { FormulaPart } from "@/features/design/desk/formula/FormulaPart";
import { usePartFocus } from "@/features/design/desk/partFocus";
import { signs, useFormulaWords, type Line, type Sign, type Term } from "@/features/design/formulas";
import type { Body, DesignObject } from "@/features/design/shapes";

export interface LineProps {
  object: DesignObject;
  body: Body;
  line: Line;
  depth: number;
  onChange: (line: Line) => void;
}

/** Terms one after the other, each with the sign before it. */
export function FormulaLine({ line, onChange, ...rest }: LineProps) {
  const t = useFormulaWords();
  const box = useRef<HTMLDivElement>(null);
  const focus = usePartFocus(box);
  const put = (at: number, term: Term) => {
    onChange(line.map((one, i) => (i === at ? term : one)));
  };
  return (
    <div className="formula-line" ref={box}>
      <ul>
        {line.map((term, i) => (
          <li key={i} data-part>
            {i === 0 ? null : (
              <PickBox
                label={`${t.term(i + 1)}${t.colon}${t.sign}`}
                value={term.sign}
                options={signs.map((sign) => ({ value: sign, label: t.signs[sign] }))}
                onPick={(sign) => {
                  put(i, { ...term, sign: sign as Sign });
                }}
              />
            )}
            <FormulaPart
              {...rest}
              label={t.term(i + 1)}
              part={term.part}
              onChange={(part) => {
                put(i, { ...term, part });
              }}
            />
            {line.length === 1 ? null : (
              <button
                type="button"
                className="design-small"
                aria-label={t.removeTerm(i + 1)}
                title={t.removeTerm(i + 1)}
                onClick={() => {
                  focus(Math.max(0, i - 1));
                  onChange(line.filter((_, at) => at !== i));
                }}
              >
                ×
              </button>
            )}
          </li>
        ))}
      </ul>
      <button
        type="button"
        className="condition-add"
        onClick={() => {
          focus(line.length);
          onChange([...line, added(line)]);
        }}
      >
        ＋ {t.addTerm}
      </button>
    </div>
  );
}

/** A term that leaves the result as it is, until somebody says what it should be. */
function added(line: Line): Term {
  const times = line[line.length - 1]?.sign;
  return times === "*" || times === "/" ? { sign: "*", part: { number: 1 } } : { sign: "+", part: { number: 0 } };
}

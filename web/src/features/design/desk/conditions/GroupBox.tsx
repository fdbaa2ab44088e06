import { useRef } from "react";

import { CountSentence } from "@/features/design/desk/conditions/CountSentence";
import { Sentence } from "@/features/design/desk/conditions/Sentence";
import { usePartFocus } from "@/features/design/desk/partFocus";
import { firstSentence } from "@/features/design/conditions/phrases";
import { conditionWords, useConditionWords } from "@/features/design/conditions/said";
import {
  groupOf,
  grouped,
  replaced,
  unwrapped,
  wrapped,
  type Group,
  type Mode,
} from "@/features/design/conditions/tree";
import { pointersTo } from "@/features/design/steps";
import type { Body, DesignObject } from "@/features/design/shapes";
import type { Condition } from "@/lib/conditions";

/** The language goes eight levels deep; what is offered here stays well above. */
const DEEPEST = 5;

interface Props {
  object: DesignObject;
  body: Body;
  group: Group;
  depth: number;
  /** Whether related records can be counted here: not within what is counted. */
  counting: boolean;
  onChange: (group: Group) => void;
}

/** Several sentences, and whether all of them or any of them must hold. */
export function GroupBox({ group, onChange, ...rest }: Props) {
  const t = useConditionWords();
  const { object, body, depth, counting } = rest;
  const { mode, parts } = group;
  const box = useRef<HTMLDivElement>(null);
  const focus = usePartFocus(box);
  const put = (next: readonly Condition[]) => {
    onChange({ mode, parts: next });
  };
  const add = (part: Condition) => {
    focus(parts.length);
    put([...parts, part]);
  };
  const sentence = () => firstSentence(object, body);
  const [counted] = pointersTo(body, object.key);
  return (
    <div className="condition-group" ref={box}>
      {parts.length > 1 || depth > 1 ? (
        <select
          className="native-box condition-mode"
          aria-label={t.mode}
          value={mode}
          onChange={(event) => {
            onChange({ mode: event.target.value as Mode, parts });
          }}
        >
          <option value="all">{t.all}</option>
          <option value="any">{t.any}</option>
        </select>
      ) : null}
      <ul>
        {parts.map((part, i) => (
          <li key={i} data-part>
            <Part
              {...rest}
              part={part}
              onChange={(next) => {
                put(replaced(parts, i, next));
              }}
              onRemove={() => {
                focus(Math.max(0, i - 1));
                put(replaced(parts, i, null));
              }}
            />
          </li>
        ))}
      </ul>
      <span className="condition-more">
        <Add
          label={t.addSentence}
          onAdd={() => {
            add(sentence());
          }}
        />
        {parts.length > 0 && depth < DEEPEST ? (
          <Add
            label={t.addGroup}
            onAdd={() => {
              add(grouped({ mode: mode === "all" ? "any" : "all", parts: [sentence()] }));
            }}
          />
        ) : null}
        {counting && counted !== undefined ? (
          <Add
            label={t.addCount}
            onAdd={() => {
              add({ count: counted.object.key, via: counted.field.key, op: "ge", value: 1 });
            }}
          />
        ) : null}
      </span>
    </div>
  );
}

type PartProps = Omit<Props, "group" | "onChange"> & {
  part: Condition;
  onChange: (part: Condition | null) => void;
  onRemove: () => void;
};

function Part({ part, onChange, onRemove, ...rest }: PartProps) {
  const t = useConditionWords();
  const { object, body, depth } = rest;
  const { not, inner } = unwrapped(part);
  const keep = (next: Condition) => {
    onChange(wrapped(not, next));
  };
  const said = conditionWords(part, object, body);
  return (
    <div className={not ? "condition-part condition-not" : "condition-part"}>
      <div className="condition-said">
        {not ? <b>{t.notWhole}</b> : null}
        {"field" in inner ? (
          <Sentence object={object} body={body} value={inner} onChange={keep} />
        ) : "count" in inner ? (
          <CountSentence object={object} body={body} depth={depth} value={inner} onChange={keep} />
        ) : (
          <GroupBox
            {...rest}
            group={groupOf(inner)}
            depth={depth + 1}
            onChange={(next) => {
              if (next.parts.length === 0) onRemove();
              else keep(grouped(next));
            }}
          />
        )}
      </div>
      <span className="condition-acts">
        <button
          type="button"
          className="design-small condition-turn"
          aria-pressed={not}
          aria-label={t.notPart(said)}
          title={t.notPart(said)}
          onClick={() => {
            onChange(wrapped(!not, inner));
          }}
        >
          {t.not}
        </button>
        <button
          type="button"
          className="design-small"
          aria-label={t.removePart(said)}
          title={t.removePart(said)}
          onClick={onRemove}
        >
          ×
        </button>
      </span>
    </div>
  );
}

function Add({ label, onAdd }: { label: string; onAdd: () => void }) {
  return (
    <button type="button" className="condition-add" onClick={onAdd}>
      ＋ {label}
    </button>
  );
}

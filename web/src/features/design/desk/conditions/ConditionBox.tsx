import { useId } from "react";

import { GroupBox } from "@/features/design/desk/conditions/GroupBox";
import { closed, opened } from "@/features/design/conditions/tree";
import type { Body, DesignObject } from "@/features/design/shapes";
import type { Condition } from "@/lib/conditions";
import "@/features/design/desk/conditions/conditions.css";

interface Props {
  label: string;
  object: DesignObject;
  body: Body;
  value: Condition | null;
  onChange: (condition: Condition | null) => void;
  /** What it means that there is no condition. */
  none?: string;
  /** Whether related records can be counted here. */
  counting?: boolean;
}

/** A condition as sentences: each names a field, how it is compared and with what; groups stand indented. */
export function ConditionBox({ label, object, body, value, onChange, none, counting = true }: Props) {
  const id = useId();
  const group = opened(value);
  return (
    <div className="condition" role="group" aria-labelledby={id}>
      <span id={id} className="condition-label">
        {label}
      </span>
      {group.parts.length === 0 && none !== undefined ? <p className="muted">{none}</p> : null}
      <GroupBox
        object={object}
        body={body}
        group={group}
        depth={1}
        counting={counting}
        onChange={(next) => {
          onChange(closed(next));
        }}
      />
    </div>
  );
}

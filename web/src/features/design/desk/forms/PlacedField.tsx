import { memo, type KeyboardEvent } from "react";

import type { PlacedActs } from "@/features/design/desk/forms/views";
import { SmallAct } from "@/features/design/desk/SmallAct";
import type { DesignField } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { useDrag, useDrop } from "@/ui/desk/drag";

interface Props {
  field: DesignField;
  /** The key of its section, or the name of its list. */
  container: string;
  chosen: boolean;
  first: boolean;
  last: boolean;
  /** Where it is required, in words; empty where it never is. */
  must: string;
  acts: PlacedActs;
}

/** A field where it stands in a form: chosen, dragged, moved and taken out; also by keys. */
export const PlacedField = memo(function PlacedField(props: Props) {
  const { field, container, chosen, must, acts } = props;
  const t = useDesignWords();
  const { ref, handle, dragging } = useDrag(`field ${container} ${field.key}`);
  const { ref: place, over } = useDrop(`before ${container} ${field.key}`);
  const name = say(field.label);
  const keys = (event: KeyboardEvent<HTMLButtonElement>) => {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : null;
    if (by !== null) {
      event.preventDefault();
      if (event.altKey) acts.move(field, by);
      else goTo(event.currentTarget, by);
    } else if (event.key === "Delete") {
      goTo(event.currentTarget, props.last ? -1 : 1);
      acts.out(field);
    }
  };
  return (
    <li ref={place} className={over ? "placed-over" : ""} data-placed={field.key}>
      <div ref={ref} className={chosen ? "placed placed-on" : "placed"} data-dragging={dragging}>
        <button type="button" ref={handle} className="placed-handle" aria-label={t.dragField(name)}>
          ⋮⋮
        </button>
        <button
          type="button"
          className="placed-pick"
          aria-pressed={chosen}
          onClick={() => {
            acts.choose(field);
          }}
          onKeyDown={keys}
        >
          {name} <small>{must === "" ? (t.fieldTypes[field.type] ?? field.type) : must}</small>
        </button>
        <Acts {...props} name={name} />
      </div>
    </li>
  );
});

function Acts({ field, first, last, acts, name }: Props & { name: string }) {
  const t = useDesignWords();
  return (
    <span className="design-acts">
      <SmallAct
        label={t.fieldUp(name)}
        disabled={first}
        onClick={() => {
          acts.move(field, -1);
        }}
      >
        ↑
      </SmallAct>
      <SmallAct
        label={t.fieldDown(name)}
        disabled={last}
        onClick={() => {
          acts.move(field, 1);
        }}
      >
        ↓
      </SmallAct>
      <SmallAct
        label={t.takeOut(name)}
        onClick={() => {
          acts.out(field);
        }}
      >
        ×
      </SmallAct>
    </span>
  );
}

function goTo(from: HTMLButtonElement, by: -1 | 1): void {
  const all = [...(from.closest(".design-form")?.querySelectorAll<HTMLButtonElement>(".placed-pick") ?? [])];
  all[all.indexOf(from) + by]?.focus();
}

import { memo } from "react";

import type { DesignField } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { useDrag } from "@/ui/desk/drag";
import { useGrowing } from "@/ui/growing";

interface Props {
  title: string;
  hint: string;
  fields: readonly DesignField[];
  /** The name of the section into which a click puts a field; null where there is one list only. */
  section: string | null;
  onTake: (field: DesignField) => void;
}

/** The fields that the open form has not taken yet: a click takes one, and so does dragging it. */
export function FieldPool({ title, hint, fields, section, onTake }: Props) {
  const t = useDesignWords();
  const drawn = useGrowing(title, fields.length);
  return (
    <section className="form-pool" aria-label={title}>
      <h2>{title}</h2>
      <p className="muted">{fields.length === 0 ? t.allPlaced : hint}</p>
      <ul>
        {fields.slice(0, drawn).map((field) => (
          <Waiting key={field.key} field={field} section={section} onTake={onTake} />
        ))}
      </ul>
    </section>
  );
}

interface WaitingProps {
  field: DesignField;
  section: string | null;
  onTake: (field: DesignField) => void;
}

const Waiting = memo(function Waiting({ field, section, onTake }: WaitingProps) {
  const t = useDesignWords();
  const { ref, handle, dragging } = useDrag(`field - ${field.key}`);
  const name = say(field.label);
  return (
    <li>
      <div ref={ref} className="placed" data-dragging={dragging}>
        <button type="button" ref={handle} className="placed-handle" aria-label={t.dragField(name)}>
          ⋮⋮
        </button>
        <button
          type="button"
          className="placed-pick"
          title={section === null ? t.placeLast(name) : t.placeHere(name, section)}
          onClick={() => {
            onTake(field);
          }}
        >
          {name}
        </button>
      </div>
    </li>
  );
});

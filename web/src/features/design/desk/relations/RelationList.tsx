import { useState } from "react";

import { Along } from "@/features/design/desk/Along";
import { PickBox } from "@/features/design/desk/boxes";
import { RemoveDialog } from "@/features/design/desk/RemoveDialog";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { useEditor } from "@/features/design/editing";
import type { Relation } from "@/features/design/objects";
import { removeField } from "@/features/design/removing";
import type { DesignObject } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { Button } from "@/ui/desk/Button";

interface Props {
  ties: readonly Relation[];
  onAdd: (wanted: { from: DesignObject; to: DesignObject }) => void;
}

/** The same references as lines of text: one is added by two choices, and taken away. */
export function RelationList({ ties, onAdd }: Props) {
  const t = useDesignWords();
  const [leaving, setLeaving] = useState<Relation | null>(null);
  return (
    <section className="card" aria-label={t.relations}>
      <Adding onAdd={onAdd} />
      {ties.length === 0 ? <p className="muted">{t.relationNone}</p> : null}
      <ul className="design-lines">
        {ties.map((tie) => {
          const [from, field, to] = [say(tie.from.label), say(tie.field.label), say(tie.to.label)];
          return (
            <li key={`${tie.from.key} ${tie.field.key}`}>
              <span>
                <b>{from}</b> · {field} → {to}
              </span>
              <SmallAct
                label={t.relationRemove(from, field)}
                onClick={() => {
                  setLeaving(tie);
                }}
              >
                ×
              </SmallAct>
            </li>
          );
        })}
      </ul>
      {leaving === null ? null : (
        <Leaving
          tie={leaving}
          onClose={() => {
            setLeaving(null);
          }}
        />
      )}
    </section>
  );
}

function Adding({ onAdd }: Pick<Props, "onAdd">) {
  const t = useDesignWords();
  const { body } = useEditor();
  const [chosen, setChosen] = useState({ from: "", to: "" });
  const [first, second = first] = body.objects;
  const of = (key: string) => body.objects.find((one) => one.key === key);
  const from = of(chosen.from) ?? second;
  const to = of(chosen.to) ?? first;
  const options = body.objects.map(({ key, label }) => ({ value: key, label: say(label) }));
  if (from === undefined || to === undefined) return null;
  return (
    <p className="relation-adding">
      <PickBox
        label={t.relationFrom}
        value={from.key}
        options={options}
        onPick={(key) => {
          setChosen({ ...chosen, from: key });
        }}
      />
      <span>{t.relationTo}</span>
      <PickBox
        label={t.relationTo}
        value={to.key}
        options={options}
        onPick={(key) => {
          setChosen({ ...chosen, to: key });
        }}
      />
      <Button
        onClick={() => {
          onAdd({ from, to });
        }}
      >
        {t.relationAdd}
      </Button>
    </p>
  );
}

function Leaving({ tie, onClose }: { tie: Relation; onClose: () => void }) {
  const t = useDesignWords();
  const { body, change } = useEditor();
  const { edit, told } = removeField(body, tie.from, tie.field);
  return (
    <RemoveDialog
      title={t.removeFieldTitle(say(tie.field.label))}
      intro={t.removeFieldIntro}
      onRemove={() => {
        change(edit);
        onClose();
      }}
      onClose={onClose}
    >
      <Along told={told} />
    </RemoveDialog>
  );
}

import { useState } from "react";

import type { Field } from "@/features/objects/api";
import { FieldValue } from "@/features/objects/FieldForm";
import type { Values } from "@/features/records/api";
import type { Conflict } from "@/features/records/merge";
import { useRecordWords } from "@/features/records/words";
import { say } from "@/lib/i18n";
import { Button } from "@/ui/desk/Button";
import { Modal } from "@/ui/desk/Modal";
import "@/features/records/desk/records.css";

interface Props {
  conflicts: readonly Conflict[];
  fields: readonly Field[];
  /** Who was first. */
  by: string;
  busy: boolean;
  /** What of mine shall stand; what is not named stays as the other one wrote it. */
  onDecide: (mine: Values) => void;
  onClose: () => void;
}

/** Two people changed the same fields: shows both values of each and lets one choose. */
export function ConflictDialog({ conflicts, fields, by, busy, onDecide, onClose }: Props) {
  const t = useRecordWords();
  const [kept, setKept] = useState<Readonly<Record<string, "mine" | "theirs">>>({});
  const decided = conflicts.every(({ field }) => field in kept);
  const decide = () => {
    onDecide(Object.fromEntries(conflicts.filter(({ field }) => kept[field] === "mine").map((c) => [c.field, c.mine])));
  };
  return (
    <Modal
      open
      title={by === "" ? t.conflictTitle : t.conflictBy(by)}
      onClose={onClose}
      width={640}
      act={{ label: t.saveChoice, onClick: decide, busy, disabled: !decided }}
    >
      <p>{t.conflictIntro}</p>
      {conflicts.map((conflict) => {
        const field = fields.find((one) => one.key === conflict.field);
        if (field === undefined) return null;
        const choose = (side: "mine" | "theirs") => {
          setKept({ ...kept, [conflict.field]: side });
        };
        return (
          <section key={conflict.field} className="conflict" aria-label={say(field.label)}>
            <h3>{say(field.label)}</h3>
            {(["mine", "theirs"] as const).map((side) => (
              <div key={side} className={kept[conflict.field] === side ? "conflict-kept" : ""}>
                <small>{t[side]}</small>
                <span>
                  <FieldValue field={field} value={conflict[side]} />
                </span>
                <Button
                  size="small"
                  pressed={kept[conflict.field] === side}
                  onClick={() => {
                    choose(side);
                  }}
                >
                  {side === "mine" ? t.useMine : t.useTheirs}
                </Button>
              </div>
            ))}
          </section>
        );
      })}
    </Modal>
  );
}

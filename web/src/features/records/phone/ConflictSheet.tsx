import { useState } from "react";

import type { Field } from "@/features/objects/api";
import { FieldValue } from "@/features/objects/FieldForm";
import type { useSaving } from "@/features/records/saving";
import { useRecordWords } from "@/features/records/words";
import { say } from "@/lib/i18n";
import { Button } from "@/ui/phone/Button";
import { Chips } from "@/ui/phone/Chips";
import { Sheet } from "@/ui/phone/Sheet";

interface Props {
  fields: readonly Field[];
  saving: ReturnType<typeof useSaving>;
}

/** Two people changed the same fields: whose value stands is asked of each; theirs, unless mine is chosen. */
export function ConflictSheet({ fields, saving }: Props) {
  const t = useRecordWords();
  const [mine, setMine] = useState<ReadonlySet<string>>(new Set());
  const { conflicts } = saving;
  if (conflicts === null) return null;
  const decide = () => {
    saving.decide(
      Object.fromEntries(conflicts.filter((one) => mine.has(one.field)).map((one) => [one.field, one.mine])),
    );
  };
  return (
    <Sheet
      title={saving.by === "" ? t.conflictTitle : t.conflictBy(saving.by)}
      onClose={saving.giveUp}
      onSubmit={decide}
      foot={
        <Button look="primary" wide submit busy={saving.busy}>
          {t.saveChoice}
        </Button>
      }
    >
      <p className="muted">{t.conflictIntro}</p>
      {conflicts.map((conflict) => {
        const field = fields.find((one) => one.key === conflict.field);
        if (field === undefined) return null;
        return (
          <div key={conflict.field} className="card">
            <p>
              {t.mine}：<FieldValue field={field} value={conflict.mine} />
            </p>
            <p>
              {t.theirs}：<FieldValue field={field} value={conflict.theirs} />
            </p>
            <Chips
              label={say(field.label)}
              options={[
                { value: "theirs", label: t.useTheirs },
                { value: "mine", label: t.useMine },
              ]}
              value={mine.has(conflict.field) ? "mine" : "theirs"}
              onChange={(side) => {
                const others = [...mine].filter((one) => one !== conflict.field);
                setMine(new Set(side === "mine" ? [...others, conflict.field] : others));
              }}
            />
          </div>
        );
      })}
    </Sheet>
  );
}

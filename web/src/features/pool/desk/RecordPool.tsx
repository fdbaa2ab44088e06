import { useState } from "react";

import { useGiveBack, useRefreshed } from "@/features/pool/api";
import { deskParts } from "@/features/pool/desk/parts";
import { GiveForm } from "@/features/pool/GiveForm";
import { PoolStand } from "@/features/pool/PoolStand";
import { usePoolWords } from "@/features/pool/words";
import { perform } from "@/lib/perform";
import { navigate } from "@/lib/router";
import { Button } from "@/ui/desk/Button";
import { Modal } from "@/ui/desk/Modal";
import { Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";

interface Props {
  object: string;
  id: number;
  title: string;
  /** Where one goes when the record is one's own no more. */
  list: string;
}

/** How a record stands to its pool, and the button that gives it back; nothing where there is no pool for it. */
export function RecordPool({ object, id, title, list }: Props) {
  const t = usePoolWords();
  const [giving, setGiving] = useState<string | null>(null);
  return (
    <>
      <PoolStand
        object={object}
        id={id}
        give={(label) => (
          <Button
            look="quiet"
            size="small"
            onClick={() => {
              setGiving(label);
            }}
          >
            {t.give}
          </Button>
        )}
      />
      {giving === null ? null : (
        <Giving
          {...{ object, id, title, list }}
          label={giving}
          onClose={() => {
            setGiving(null);
          }}
        />
      )}
    </>
  );
}

function Giving({ object, id, title, list, label, onClose }: Props & { label: string; onClose: () => void }) {
  const t = usePoolWords();
  const give = useGiveBack(object, id);
  const refreshed = useRefreshed();
  const [reason, setReason] = useState("");
  return (
    <Modal
      open
      title={t.giveTitle(title, label)}
      onClose={onClose}
      act={{
        label: t.give,
        busy: give.isPending,
        disabled: reason.trim() === "",
        onClick: () => {
          perform(give, reason, () => {
            navigate(list, { replace: true });
            toast(t.given(label));
            void refreshed();
          });
        },
      }}
    >
      <GiveForm reason={reason} onReason={setReason} parts={deskParts} />
      <Problem error={give.error} />
    </Modal>
  );
}

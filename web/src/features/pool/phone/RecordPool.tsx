import { useState } from "react";

import { useGiveBack, useRefreshed } from "@/features/pool/api";
import { GiveForm } from "@/features/pool/GiveForm";
import { phoneParts } from "@/features/pool/phone/parts";
import { PoolStand } from "@/features/pool/PoolStand";
import { usePoolWords } from "@/features/pool/words";
import { perform } from "@/lib/perform";
import { navigate } from "@/lib/router";
import { Button } from "@/ui/phone/Button";
import { Sheet } from "@/ui/phone/Sheet";
import { Problem } from "@/ui/phone/states";
import { toast } from "@/ui/phone/toast";

interface Props {
  object: string;
  id: number;
  title: string;
}

/** How a record stands to its pool, and the button that gives it back; nothing where there is no pool for it. */
export function RecordPool({ object, id, title }: Props) {
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
          {...{ object, id, title }}
          label={giving}
          onClose={() => {
            setGiving(null);
          }}
        />
      )}
    </>
  );
}

function Giving({ object, id, title, label, onClose }: Props & { label: string; onClose: () => void }) {
  const t = usePoolWords();
  const give = useGiveBack(object, id);
  const refreshed = useRefreshed();
  const [reason, setReason] = useState("");
  const [empty, setEmpty] = useState(false);
  return (
    <Sheet
      title={t.giveTitle(title, label)}
      onClose={onClose}
      onSubmit={() => {
        setEmpty(reason.trim() === "");
        if (reason.trim() === "") return;
        perform(give, reason, () => {
          navigate(`/list/${object}`, { replace: true });
          toast(t.given(label));
          void refreshed();
        });
      }}
      foot={
        <Button submit wide look="primary" busy={give.isPending}>
          {t.give}
        </Button>
      }
    >
      <GiveForm reason={reason} onReason={setReason} parts={phoneParts} />
      {empty ? <p role="alert">{t.needReason}</p> : null}
      <Problem error={give.error} />
    </Sheet>
  );
}

import { useState } from "react";

import type { ObjectDef } from "@/features/objects/api";
import { HandIn } from "@/features/process/phone/HandIn";
import { HandedList } from "@/features/process/phone/HandedList";
import { OutgoingList } from "@/features/process/phone/OutgoingList";
import { usePhoneProcessWords } from "@/features/process/phone/words";
import type { DeliverableDef, Journey } from "@/features/process/shapes";
import { useProcessWords } from "@/features/process/words";
import type { RecordItem } from "@/features/records/api";
import { Button } from "@/ui/phone/Button";
import { Sheet } from "@/ui/phone/Sheet";

interface Props {
  journey: Journey;
  thing: DeliverableDef;
  object: ObjectDef;
  record: RecordItem;
  onClose: () => void;
}

/** One deliverable: what was handed in and what became of it, and the way to hand in. */
export function DeliverableSheet({ journey, thing, object, record, onClose }: Props) {
  const t = usePhoneProcessWords();
  const words = useProcessWords();
  const item = journey.gate.items.find((one) => one.kind === "deliverable" && one.key === thing.key);
  const [adding, setAdding] = useState(item?.met !== true);
  return (
    <Sheet title={thing.label} onClose={onClose}>
      {thing.help === null ? null : <p>{thing.help}</p>}
      {thing.sample === null ? null : (
        <p className="muted">
          {t.sample}：{thing.sample}
        </p>
      )}
      <HandedList journey={journey} thing={thing} />
      <OutgoingList journeyId={journey.id} />
      {!journey.can.hand_in ? null : adding ? (
        <>
          <HandIn journey={journey} thing={thing} object={object} record={record} onDone={onClose} />
          {thing.review === "none" ? null : <p className="muted small">{words.needsReview[thing.review]}</p>}
        </>
      ) : (
        <Button
          wide
          onClick={() => {
            setAdding(true);
          }}
        >
          {words.handInTitle(thing.label)}
        </Button>
      )}
    </Sheet>
  );
}

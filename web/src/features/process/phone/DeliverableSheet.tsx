import { useState } from "react";

import type { ObjectDef } from "@/features/objects/api";
import { HandIn } from "@/features/process/phone/HandIn";
import { HandedList } from "@/features/process/phone/HandedList";
import { OutgoingList } from "@/features/process/phone/OutgoingList";
import type { DeliverableDef, Journey } from "@/features/process/shapes";
import { SampleLink } from "@/features/process/StageGuide";
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
export function DeliverableSheet(props: Props) {
  const { journey, thing, onClose } = props;
  // What a customer answered is told beside the link they answered by.
  const asks = thing.kind === "confirmation";
  return (
    <Sheet title={thing.label} onClose={onClose}>
      {thing.help === null ? null : <p>{thing.help}</p>}
      <SampleLink process={journey.process} thing={thing} />
      {asks ? null : <HandedList journey={journey} thing={thing} />}
      <OutgoingList journeyId={journey.id} />
      {journey.can.hand_in ? <Add {...props} /> : null}
    </Sheet>
  );
}

/** The way to hand in: at hand while something is missing, one tap away when it is there or waits for a word. */
function Add({ journey, thing, object, record, onClose }: Props) {
  const words = useProcessWords();
  const item = journey.gate.items.find((one) => one.kind === "deliverable" && one.key === thing.key);
  const waiting = journey.deliverables.some((one) => one.key === thing.key && one.status === "waiting");
  const [adding, setAdding] = useState(
    thing.kind === "confirmation" || thing.kind === "approval" || !(waiting || item?.met === true),
  );
  if (!adding) {
    return (
      <Button
        wide
        onClick={() => {
          setAdding(true);
        }}
      >
        {words.handInTitle(thing.label)}
      </Button>
    );
  }
  return (
    <>
      <HandIn journey={journey} thing={thing} object={object} record={record} onDone={onClose} />
      {thing.review === "none" ? null : <p className="muted small">{words.needsReview[thing.review]}</p>}
    </>
  );
}

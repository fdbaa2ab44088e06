import { AskDialog } from "@/features/approvals/desk/RecordApprovals";
import type { ObjectDef } from "@/features/objects/api";
import { HandInDialog } from "@/features/process/desk/HandInDialog";
import { SendDialog } from "@/features/process/desk/SendDialog";
import type { Journey } from "@/features/process/shapes";
import type { Fix } from "@/features/process/way";

interface Props {
  fix: Fix;
  journey: Journey;
  object: ObjectDef;
  values: Readonly<Record<string, unknown>>;
  onClose: () => void;
}

/** The dialog that puts something missing right: hand it in, or ask the customer. */
export function FixDialogs({ fix, journey, object, values, onClose }: Props) {
  if (fix.kind === "hand_in") {
    return (
      <HandInDialog
        process={journey.process}
        journeyId={journey.id}
        thing={fix.thing}
        object={object}
        values={values}
        onClose={onClose}
      />
    );
  }
  if (fix.kind === "approval") {
    const { object: of, record_id: id } = journey;
    return <AskDialog object={of} id={id} asked={fix.thing.approval ?? ""} onClose={onClose} />;
  }
  if (fix.kind === "confirmation") {
    return <SendDialog journeyId={journey.id} thing={fix.thing} sent={journey.confirmations} onClose={onClose} />;
  }
  return null;
}

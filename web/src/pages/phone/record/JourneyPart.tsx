import { useState } from "react";

import type { ObjectDef } from "@/features/objects/api";
import { useAct, useJourney, useProcessOf } from "@/features/process/api";
import type { NextStep } from "@/features/process/next";
import { DeliverableSheet } from "@/features/process/phone/DeliverableSheet";
import { FieldsFix } from "@/features/process/phone/FieldsFix";
import { MoreSheet } from "@/features/process/phone/MoreSheet";
import { StageCard } from "@/features/process/phone/StageCard";
import { usePhoneProcessWords } from "@/features/process/phone/words";
import { WhySheet } from "@/features/process/phone/WhySheet";
import type { Journey, ProcessDef } from "@/features/process/shapes";
import { deliverable, missing, type Fix } from "@/features/process/way";
import { useProcessWords } from "@/features/process/words";
import type { RecordItem } from "@/features/records/api";
import { refused } from "@/lib/refusal";
import { setSearch, useAddress } from "@/lib/router";
import { StageHelp } from "@/pages/phone/record/StageHelp";
import { Sheet } from "@/ui/phone/Sheet";
import { Loaded, Problem } from "@/ui/phone/states";
import { toast } from "@/ui/phone/toast";

type Open = { sheet: "why" } | { sheet: "fields"; keys: readonly string[] } | { sheet: "thing"; key: string } | null;

interface Props {
  /** The journey beside the record. */
  id: number;
  object: ObjectDef;
  record: RecordItem;
  more: boolean;
  onMoreClosed: () => void;
}

/** Everything about the way of a record: the stage, the next step, and the sheets that put things right. */
export function JourneyPart({ id, ...rest }: Props) {
  const asked = useJourney(id);
  const process = useProcessOf(rest.object.key);
  return (
    <Loaded of={asked} rows={3}>
      {(journey) => <Known journey={journey} process={process} {...rest} />}
    </Loaded>
  );
}

interface KnownProps extends Omit<Props, "id"> {
  journey: Journey;
  process: ProcessDef | undefined;
}

function Known({ journey, process, object, record, more, onMoreClosed }: KnownProps) {
  const words = useProcessWords();
  const act = useAct(journey.id);
  const [open, setOpen] = useAsked(journey);
  const close = () => {
    setOpen(null);
  };
  const fix = (wanted: Fix) => {
    setOpen(
      wanted.kind === "field" ? { sheet: "fields", keys: [wanted.key] } : { sheet: "thing", key: wanted.thing.key },
    );
  };
  const step = (next: NextStep) => {
    if (next.do === "fields") setOpen({ sheet: "fields", keys: next.items.map((item) => item.key) });
    else if (next.do === "fix") fix(next.fix);
    else if (next.do === "look") setOpen({ sheet: "why" });
    else if (next.do === "advance") advance();
  };
  const advance = () => {
    act.mutate(
      { do: "advance", start: journey.stage },
      {
        onSuccess: (after) => {
          toast(after.outcome === "won" ? words.wonToast : words.moved(after.stage_label));
        },
        onError: (error) => {
          // Something went missing since the page was drawn: what, stands in the sheet.
          if (refused(error, "gate_closed")) setOpen({ sheet: "why" });
        },
      },
    );
  };
  return (
    <>
      <StageCard
        journey={journey}
        process={process}
        busy={act.isPending}
        onStep={step}
        onWhy={() => {
          setOpen({ sheet: "why" });
        }}
        onOpen={(key) => {
          setOpen({ sheet: "thing", key });
        }}
      />
      <Problem error={refused(act.error, "gate_closed") ? null : act.error} />
      <StageHelp journey={journey} process={process} />
      <OpenSheet
        open={open}
        journey={journey}
        process={process}
        object={object}
        record={record}
        onFix={fix}
        onClose={close}
      />
      {more ? <MoreSheet journey={journey} onClose={onMoreClosed} /> : null}
    </>
  );
}

/** Which sheet is open. A task that asks for a review opens the thing to be reviewed at once. */
function useAsked(journey: Journey) {
  const { search } = useAddress();
  const review = Number(search.get("review"));
  const asked = journey.deliverables.find((thing) => thing.id === review);
  const [open, setOpen] = useState<Open>(asked === undefined ? null : { sheet: "thing", key: asked.key });
  return [
    open,
    (next: Open) => {
      if (search.has("review")) setSearch({ review: null });
      setOpen(next);
    },
  ] as const;
}

interface OpenProps extends Pick<KnownProps, "journey" | "process" | "object" | "record"> {
  open: Open;
  onFix: (fix: Fix) => void;
  onClose: () => void;
}

function OpenSheet({ open, journey, process, object, record, onFix, onClose }: OpenProps) {
  const t = usePhoneProcessWords();
  if (open === null) return null;
  if (open.sheet === "why") {
    return (
      <WhySheet journey={journey} process={process} object={object} record={record} onFix={onFix} onClose={onClose} />
    );
  }
  if (open.sheet === "fields") {
    const labels = missing(journey.gate.items).filter((item) => open.keys.includes(item.key));
    const [only] = labels;
    const title = labels.length === 1 && only !== undefined ? t.fillOne(only.label) : t.fieldsTitle(open.keys.length);
    return (
      <Sheet title={title} onClose={onClose}>
        <FieldsFix object={object} record={record} keys={open.keys} onSaved={onClose} />
      </Sheet>
    );
  }
  const thing = deliverable(process, open.key);
  if (thing === undefined) return null;
  return <DeliverableSheet journey={journey} thing={thing} object={object} record={record} onClose={onClose} />;
}

import { useEffect, useState } from "react";

import { QuickLog } from "@/features/activity/desk/QuickLog";
import { useActivityWords } from "@/features/activity/words";
import { RecordApprovals } from "@/features/approvals/desk/RecordApprovals";
import { useObjects, type ObjectDef } from "@/features/objects/api";
import { OfObject } from "@/features/objects/desk/OfObject";
import { useJourney, useProcesses } from "@/features/process/api";
import type { Journey, ProcessDef } from "@/features/process/shapes";
import { deliverable, fixOf, missing, type Fix } from "@/features/process/way";
import { useRecord, type RecordItem } from "@/features/records/api";
import { Details } from "@/features/records/desk/Details";
import { QuickAdd } from "@/features/records/desk/QuickAdd";
import { Timeline } from "@/features/records/desk/Timeline";
import { useWayOn } from "@/features/records/wayOn";
import { useRecordWords } from "@/features/records/words";
import { setSearch, useAddress } from "@/lib/router";
import { fixAsked } from "@/pages/desk/record/address";
import { FixDialogs } from "@/pages/desk/record/FixDialogs";
import { RecordHead } from "@/pages/desk/record/RecordHead";
import { JourneyCard, JourneyMore } from "@/pages/desk/record/JourneyCard";
import { useShortcuts } from "@/ui/desk/keys";
import { Card } from "@/ui/desk/PageHeader";
import { Loaded } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";
import "@/pages/desk/record/record.css";

/** One record: where it stands, what is missing, what it says, and everything that happened to it. */
export function RecordPage({ object: key, id }: { object: string; id: number }) {
  const record = useRecord(key, id);
  const t = useRecordWords();
  useWayOn(record.error, () => {
    toast(t.toOther);
  });
  return (
    <OfObject of={key}>
      {(object) => <Loaded of={record}>{(found) => <Page object={object} record={found} />}</Loaded>}
    </OfObject>
  );
}

function Page({ object, record }: { object: ObjectDef; record: RecordItem }) {
  const journey = useJourney(record.journey?.id ?? null);
  const process = useProcesses().data?.find((one) => one.key === journey.data?.process);
  const [editing, setEditing] = useState<string | null>(() =>
    record.can.change && new URLSearchParams(location.search).has("edit") ? "" : null,
  );
  const [fix, setFix] = useState<Fix | null>(null);
  const open = (wanted: Fix) => {
    if (wanted.kind === "field") setEditing(wanted.key);
    else if (wanted.kind === "summary") focusLog();
    else setFix(wanted);
  };
  useFixFromAddress(process, open);
  useShortcuts({
    e: () => {
      if (record.can.change) setEditing("");
    },
  });
  const required = missing(journey.data?.gate.items ?? []).filter((item) => item.kind === "field");
  return (
    <>
      <RecordHead object={object} record={record} journey={journey.data} process={process} onFix={open} />
      <div className="record">
        <div className="record-main">
          {record.journey === null ? null : (
            <Loaded of={journey}>
              {(found) => <JourneyCard journey={found} process={process} object={object} onFix={open} />}
            </Loaded>
          )}
          <RecordApprovals object={object.key} id={record.id} />
          <Details
            object={object}
            record={record}
            editing={editing}
            onEdit={setEditing}
            required={required.map((item) => item.key)}
          />
          {journey.data === undefined ? null : <JourneyMore journey={journey.data} process={process} onFix={open} />}
        </div>
        <Side object={object} record={record} journey={journey.data} process={process} />
      </div>
      <Dialogs
        object={object}
        record={record}
        journey={journey.data}
        fix={fix}
        onClose={() => {
          setFix(null);
        }}
      />
    </>
  );
}

interface SideProps {
  object: ObjectDef;
  record: RecordItem;
  journey: Journey | undefined;
  process: ProcessDef | undefined;
}

function Side({ object, record, journey, process }: SideProps) {
  const t = useRecordWords();
  const words = useActivityWords();
  const stage = process?.stages.find((one) => one.key === journey?.stage);
  const wanted = stage?.deliverables.flatMap((thing) => (thing.kind === "summary" ? thing.activity_kinds : [])) ?? [];
  return (
    <aside className="record-side">
      <Card title={words.log}>
        <QuickLog object={object.key} id={record.id} kinds={wanted} />
      </Card>
      <Card title={t.timeline}>
        <Timeline object={object.key} id={record.id} />
      </Card>
    </aside>
  );
}

interface DialogsProps {
  object: ObjectDef;
  record: RecordItem;
  journey: Journey | undefined;
  fix: Fix | null;
  onClose: () => void;
}

function Dialogs({ object, record, journey, fix, onClose }: DialogsProps) {
  const objects = useObjects().data ?? [];
  if (fix === null || journey === undefined) return null;
  if (fix.kind !== "record")
    return <FixDialogs fix={fix} journey={journey} object={object} values={record.values} onClose={onClose} />;
  const other = objects.find((one) => one.key === fix.thing.object);
  const pointer = other?.fields.find((field) => field.type === "reference" && field.to === object.key);
  if (other === undefined) return null;
  const values = pointer === undefined ? {} : { [pointer.key]: { id: record.id, name: record.title } };
  return <QuickAdd objects={[other]} start={{ object: other.key, values }} onClose={onClose} />;
}

/** A link from a board or a notice names what is to be put right: open it once, then forget it. */
function useFixFromAddress(process: ProcessDef | undefined, open: (fix: Fix) => void): void {
  const { search } = useAddress();
  const asked = fixAsked(search);
  const key = asked === null ? "" : `${asked.what}:${asked.key}`;
  useEffect(() => {
    if (asked === null || process === undefined) return;
    const fix: Fix | null =
      asked.what === "field"
        ? { kind: "field", key: asked.key }
        : fixOf({ kind: "deliverable", key: asked.key }, process);
    if (fix !== null && (fix.kind === "field" || deliverable(process, asked.key) !== undefined)) open(fix);
    setSearch({ fix: null });
    // Only a new address opens anything: drawing the page again must not.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [key, process]);
}

function focusLog(): void {
  const box = document.querySelector<HTMLTextAreaElement>("#log textarea");
  box?.scrollIntoView({ block: "center" });
  box?.focus();
}

import { useState } from "react";

import { LogSheet } from "@/features/activity/phone/LogSheet";
import { RecordApprovals } from "@/features/approvals/phone/RecordApprovals";
import type { ObjectDef } from "@/features/objects/api";
import { pointed } from "@/features/objects/pieces";
import { RecordPool } from "@/features/pool/phone/RecordPool";
import { OutgoingList } from "@/features/process/phone/OutgoingList";
import { useRecord, type RecordItem } from "@/features/records/api";
import { Details } from "@/features/records/phone/Details";
import { Together } from "@/features/records/Sharing";
import { Timeline } from "@/features/records/phone/Timeline";
import { usePhoneRecordWords } from "@/features/records/phone/words";
import { useWayOn } from "@/features/records/wayOn";
import { useRecordWords } from "@/features/records/words";
import { say } from "@/lib/i18n";
import { navigate } from "@/lib/router";
import { useShared } from "@/lib/words/shared";
import { phoneOf } from "@/pages/phone/list/RecordRow";
import { JourneyPart } from "@/pages/phone/record/JourneyPart";
import { Related } from "@/pages/phone/record/Related";
import { usePhoneWords } from "@/pages/phone/words";
import { Button, IconButton } from "@/ui/phone/Button";
import { Icon } from "@/ui/phone/Icon";
import { Page, Section } from "@/ui/phone/Page";
import { ErrorState, Skeleton } from "@/ui/phone/states";
import { toast } from "@/ui/phone/toast";
import "@/pages/phone/record/record.css";

/** One record: where it stands, what is next, what is known, and what happened. */
export function RecordPage({ object, id }: { object: ObjectDef; id: number }) {
  const asked = useRecord(object.key, id);
  const shared = useShared();
  const t = useRecordWords();
  useWayOn(asked.error, () => {
    toast(t.toOther);
  });
  if (asked.data === undefined) {
    return (
      <Page title={asked.error === null ? shared.loading : say(object.label)} back={`/list/${object.key}`}>
        {asked.error === null ? (
          <Skeleton rows={4} />
        ) : (
          <ErrorState error={asked.error} onRetry={() => void asked.refetch()} />
        )}
      </Page>
    );
  }
  return <Found object={object} record={asked.data} />;
}

type Open = "log" | "more" | null;

function Found({ object, record }: { object: ObjectDef; record: RecordItem }) {
  const t = usePhoneWords();
  const words = usePhoneRecordWords();
  const [open, setOpen] = useState<Open>(null);
  const close = () => {
    setOpen(null);
  };
  const { journey } = record;
  return (
    <Page
      title={record.title}
      sub={t.owner(record.owner.name ?? "")}
      back={`/list/${object.key}`}
      actions={journey === null ? null : <MoreButton onOpen={setOpen} />}
    >
      {journey === null ? null : (
        <JourneyPart id={journey.id} object={object} record={record} more={open === "more"} onMoreClosed={close} />
      )}
      <OutgoingList journeyId={journey?.id ?? 0} />
      <Contact
        object={object}
        record={record}
        onLog={() => {
          setOpen("log");
        }}
      />
      <RecordPool object={object.key} id={record.id} title={record.title} />
      <Together record={record} />
      <Details object={object} record={record} open={journey === null} />
      <RecordApprovals object={object.key} id={record.id} />
      {journey === null ? <Related to={object} record={record} /> : null}
      <Section title={words.timeline}>
        <Timeline object={object.key} id={record.id} />
      </Section>
      {open === "log" ? <LogSheet object={object.key} id={record.id} title={record.title} onClose={close} /> : null}
    </Page>
  );
}

function MoreButton({ onOpen }: { onOpen: (open: Open) => void }) {
  const shared = useShared();
  return (
    <IconButton
      icon="more"
      label={shared.more}
      onClick={() => {
        onOpen("more");
      }}
    />
  );
}

function Contact({ object, record, onLog }: { object: ObjectDef; record: RecordItem; onLog: () => void }) {
  const t = usePhoneWords();
  const phone = phoneOf(object, record);
  return (
    <div className="bar">
      {phone === null ? null : (
        <a className="button" href={`tel:${phone}`}>
          <Icon name="phone" size={20} />
          {t.call}
        </a>
      )}
      <Whom object={object} record={record} />
      <Button icon="pen" onClick={onLog}>
        {t.log}
      </Button>
    </div>
  );
}

/** The way to the one it is for. */
function Whom({ object, record }: { object: ObjectDef; record: RecordItem }) {
  const field = object.fields.find((one) => one.type === "reference");
  const whom = field === undefined ? null : pointed(record.values[field.key]);
  if (whom === null) return null;
  return (
    <Button
      icon="customer"
      onClick={() => {
        navigate(`/r/${field?.to ?? ""}/${whom.id}`);
      }}
    >
      {whom.name}
    </Button>
  );
}

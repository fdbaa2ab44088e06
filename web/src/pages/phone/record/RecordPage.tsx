import { useState } from "react";

import { LogSheet } from "@/features/activity/phone/LogSheet";
import type { ObjectDef } from "@/features/objects/api";
import { useJourney, useProcessOf } from "@/features/process/api";
import { OutgoingList } from "@/features/process/phone/OutgoingList";
import { useRecord, type RecordItem } from "@/features/records/api";
import { Details } from "@/features/records/phone/Details";
import { Timeline } from "@/features/records/phone/Timeline";
import { usePhoneRecordWords } from "@/features/records/phone/words";
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
import "@/pages/phone/record/record.css";

/** One record: where it stands, what is next, what is known, and what happened. */
export function RecordPage({ object, id }: { object: ObjectDef; id: number }) {
  const asked = useRecord(object.key, id);
  const shared = useShared();
  if (asked.data === undefined) {
    return (
      <Page title={shared.loading} back={`/list/${object.key}`}>
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

function Found({ object, record }: { object: ObjectDef; record: RecordItem }) {
  const t = usePhoneWords();
  const words = usePhoneRecordWords();
  const shared = useShared();
  const process = useProcessOf(object.key);
  const journey = useJourney(record.journey?.id ?? null);
  const [open, setOpen] = useState<"log" | "more" | null>(null);
  const close = () => {
    setOpen(null);
  };
  return (
    <Page
      title={record.title}
      sub={t.owner(record.owner.name ?? "")}
      back={`/list/${object.key}`}
      actions={
        journey.data === undefined ? undefined : (
          <IconButton
            icon="more"
            label={shared.more}
            onClick={() => {
              setOpen("more");
            }}
          />
        )
      }
    >
      {record.journey === null ? null : (
        <JourneyPart
          asked={journey}
          process={process}
          object={object}
          record={record}
          more={open === "more"}
          onMoreClosed={close}
        />
      )}
      <OutgoingList journeyId={record.journey?.id ?? 0} />
      <Contact
        object={object}
        record={record}
        onLog={() => {
          setOpen("log");
        }}
      />
      <Details object={object} record={record} open={record.journey === null} />
      {record.journey === null ? <Related to={object} record={record} /> : null}
      <Section title={words.timeline}>
        <Timeline object={object.key} id={record.id} />
      </Section>
      {open === "log" ? <LogSheet object={object.key} id={record.id} title={record.title} onClose={close} /> : null}
    </Page>
  );
}

function Contact({ object, record, onLog }: { object: ObjectDef; record: RecordItem; onLog: () => void }) {
  const t = usePhoneWords();
  const phone = phoneOf(object, record);
  const customer = object.fields.find((field) => field.type === "reference" && field.to === "customer");
  const pointed = customer === undefined ? null : record.values[customer.key];
  const known = typeof pointed === "object" && pointed !== null && "id" in pointed;
  return (
    <div className="bar">
      {phone === null ? null : (
        <a className="button" href={`tel:${phone}`}>
          <Icon name="phone" size={20} />
          {t.call}
        </a>
      )}
      {known ? (
        <Button
          icon="customer"
          onClick={() => {
            navigate(`/r/customer/${String(pointed.id)}`);
          }}
        >
          {"name" in pointed ? String(pointed.name) : ""}
        </Button>
      ) : null}
      <Button icon="pen" onClick={onLog}>
        {t.log}
      </Button>
    </div>
  );
}

import type { Latest } from "@/features/activity/api";
import type { ObjectDef } from "@/features/objects/api";
import type { StageDef } from "@/features/process/shapes";
import type { RecordItem } from "@/features/records/api";
import { DueStatus } from "@/features/records/phone/DueStatus";
import { usePhoneRecordWords } from "@/features/records/phone/words";
import { useLang } from "@/lib/i18n";
import { distance } from "@/lib/time";
import { LinkRow } from "@/ui/phone/Rows";

interface Props {
  object: ObjectDef;
  record: RecordItem;
  stages: readonly StageDef[];
  latest: Latest | undefined;
  /** Whose it is, where the list holds more than one's own. */
  owner: boolean;
}

/** One record of a list: its name, where it stands, and when somebody was last in touch. */
export function RecordRow({ object, record, stages, latest, owner }: Props) {
  const t = usePhoneRecordWords();
  const lang = useLang();
  const { journey } = record;
  const stage = stages.find((one) => one.key === journey?.stage)?.label;
  const phone = phoneOf(object, record);
  const contact = latest === undefined ? t.noContact : t.lastContact(distance(latest.happened_at, lang));
  const parts = [stage, owner ? record.owner.name : null, contact];
  return (
    <LinkRow
      to={`/r/${object.key}/${record.id}`}
      who={record.title}
      what={latest?.summary ?? ""}
      foot={
        <>
          {journey === null ? null : <DueStatus journey={journey} />}
          <span>{parts.filter((part) => part !== null && part !== undefined).join(" · ")}</span>
        </>
      }
      {...(phone === null
        ? {}
        : { act: { icon: "phone" as const, label: t.call(record.title), href: `tel:${phone}` } })}
    />
  );
}

/** The number to call, where the object has one. */
export function phoneOf(object: ObjectDef, record: RecordItem): string | null {
  for (const field of object.fields) {
    const value = record.values[field.key];
    if (field.type === "phone" && typeof value === "string" && value !== "") return value;
  }
  return null;
}

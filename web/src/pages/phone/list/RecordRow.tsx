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
  const phone = phoneOf(object, record);
  const act =
    phone === null ? {} : { act: { icon: "phone" as const, label: t.call(record.title), href: `tel:${phone}` } };
  return (
    <LinkRow
      to={`/r/${object.key}/${record.id}`}
      who={record.title}
      what={latest?.summary ?? ""}
      foot={<Foot record={record} stages={stages} latest={latest} owner={owner} />}
      {...act}
    />
  );
}

function Foot({ record, stages, latest, owner }: Omit<Props, "object">) {
  const t = usePhoneRecordWords();
  const lang = useLang();
  const { journey } = record;
  const contact = latest === undefined ? t.noContact : t.lastContact(distance(latest.happened_at, lang));
  const stage = stages.find((one) => one.key === journey?.stage)?.label ?? "";
  const parts = [stage, owner ? (record.owner.name ?? "") : "", contact];
  return (
    <>
      {journey === null ? null : <DueStatus journey={journey} />}
      <span>{parts.filter((part) => part !== "").join(" · ")}</span>
    </>
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

import { useObject, type ObjectDef } from "@/features/objects/api";
import { useProcesses } from "@/features/process/api";
import { useRecords, type RecordItem } from "@/features/records/api";
import { say, useLang } from "@/lib/i18n";
import { navigate } from "@/lib/router";
import { Some } from "@/pages/phone/list/ListPage";
import { usePhoneWords } from "@/pages/phone/words";
import { Button } from "@/ui/phone/Button";
import { Section } from "@/ui/phone/Page";
import { Loaded, More } from "@/ui/phone/states";

/** The deals of a customer, and the way to a new one. */
export function Related({ to, record }: { to: ObjectDef; record: RecordItem }) {
  const key = useProcesses().data?.[0]?.object ?? "";
  const object = useObject(key);
  const field = object?.fields.find((one) => one.type === "reference" && one.to === to.key);
  if (object === undefined || field === undefined) return null;
  return <Deals object={object} field={field.key} to={to} record={record} />;
}

interface Props {
  object: ObjectDef;
  field: string;
  to: ObjectDef;
  record: RecordItem;
}

function Deals({ object, field, to, record }: Props) {
  const t = usePhoneWords();
  const lang = useLang();
  const list = useRecords(object.key, { where: { field, op: "eq", value: record.id } }, { limit: 20 });
  const label = say(object.plural, lang);
  return (
    <Section title={label}>
      <Loaded of={list} rows={2}>
        {({ pages }) => (
          <>
            {pages.map((page, i) => (
              <Some key={i} object={object} records={page.items} owner={false} label={label} />
            ))}
            <More of={list} />
          </>
        )}
      </Loaded>
      {object.can["create"] === true ? (
        <Button
          look="quiet"
          icon="plus"
          wide
          onClick={() => {
            navigate(`/add/${object.key}?for=${to.key}.${record.id}`);
          }}
        >
          {t.create(say(object.label, lang))}
        </Button>
      ) : null}
    </Section>
  );
}

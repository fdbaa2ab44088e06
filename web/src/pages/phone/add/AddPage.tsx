import { useQueryClient } from "@tanstack/react-query";

import type { ObjectDef } from "@/features/objects/api";
import type { Me } from "@/features/org/api";
import { useRecord, type RecordItem, type Values } from "@/features/records/api";
import { QuickAddForm } from "@/features/records/phone/QuickAddForm";
import { usePhoneRecordWords } from "@/features/records/phone/words";
import { say, useLang } from "@/lib/i18n";
import { navigate, useAddress } from "@/lib/router";
import { usePhoneWords } from "@/pages/phone/words";
import { Chips } from "@/ui/phone/Chips";
import { Page } from "@/ui/phone/Page";
import { Loaded } from "@/ui/phone/states";
import { toast } from "@/ui/phone/toast";

interface Props {
  me: Me;
  objects: readonly ObjectDef[];
  object: ObjectDef;
}

/** Something new in fifteen seconds: a name, a number, where it came from; the rest can wait. */
export function AddPage({ me, objects, object }: Props) {
  const t = usePhoneWords();
  const words = usePhoneRecordWords();
  const lang = useLang();
  const { search } = useAddress();
  const from = /^([a-z0-9_]+)\.(\d+)$/.exec(search.get("for") ?? "");
  return (
    <Page title={t.create(say(object.label, lang))} sub={words.quickSub} back="/">
      {from === null && objects.length > 1 ? (
        <Chips
          label={t.which}
          quiet
          options={objects.map((one) => ({ value: one.key, label: say(one.label, lang) }))}
          value={object.key}
          onChange={(key) => {
            navigate(`/add/${key}`, { replace: true });
          }}
        />
      ) : null}
      {from === null ? (
        <Form me={me} object={object} known={{}} />
      ) : (
        <ForOne me={me} object={object} about={from[1] ?? ""} id={Number(from[2])} />
      )}
    </Page>
  );
}

/** Made for a record that is known: what points at it is filled in. */
function ForOne({ me, object, about, id }: { me: Me; object: ObjectDef; about: string; id: number }) {
  const asked = useRecord(about, id);
  const field = object.fields.find((one) => one.type === "reference" && one.to === about);
  return (
    <Loaded of={asked} rows={3}>
      {(record) => (
        <Form
          me={me}
          object={object}
          known={field === undefined ? {} : { [field.key]: { id: record.id, name: record.title } }}
        />
      )}
    </Loaded>
  );
}

function Form({ me, object, known }: { me: Me; object: ObjectDef; known: Values }) {
  const t = usePhoneWords();
  const queries = useQueryClient();
  const made = (record: RecordItem) => {
    toast(t.made(record.title));
    void queries.invalidateQueries({ queryKey: ["process"] });
    navigate(`/r/${object.key}/${record.id}`, { replace: true });
  };
  return <QuickAddForm key={object.key} object={object} known={known} person={me.person.id} onMade={made} />;
}

import { useState } from "react";

import { useUpload } from "@/features/importer/api";
import { BatchView } from "@/features/importer/desk/BatchView";
import { BatchList } from "@/features/importer/desk/BatchList";
import { useImportWords } from "@/features/importer/words";
import { useObjects } from "@/features/objects/api";
import { useRight } from "@/features/org/api";
import { say } from "@/lib/i18n";
import { setSearch, useAddress } from "@/lib/router";
import { Button } from "@/ui/desk/Button";
import { Select } from "@/ui/desk/choosers";
import { FileDrop } from "@/ui/desk/FileDrop";
import { Card, PageHeader } from "@/ui/desk/PageHeader";
import { Problem } from "@/ui/desk/states";
import "@/features/importer/desk/importer.css";

/** Bring in what stands in sheets: upload, look at the problems, write, and take back if need be. */
export function ImportPage() {
  const t = useImportWords();
  const batch = Number(useAddress().search.get("batch") ?? "");
  return (
    <>
      <PageHeader title={t.title} finding={t.finding}>
        {batch > 0 ? (
          <Button
            onClick={() => {
              setSearch({ batch: null });
            }}
          >
            {t.back}
          </Button>
        ) : null}
      </PageHeader>
      {batch > 0 ? (
        <BatchView id={batch} key={batch} />
      ) : (
        <>
          <Upload />
          <BatchList
            onOpen={(id) => {
              setSearch({ batch: String(id) });
            }}
          />
        </>
      )}
    </>
  );
}

function Upload() {
  const t = useImportWords();
  const { search } = useAddress();
  const objects = useObjects().data ?? [];
  const people = useRight("org.manage");
  const [chosen, setChosen] = useState<string | null>(search.get("object"));
  const object = chosen ?? objects[0]?.key ?? "";
  const upload = useUpload();
  const take = (files: readonly File[]) => {
    if (files.length === 0 || object === "") return;
    upload.mutate(
      { object, files },
      {
        onSuccess: (batch) => {
          setSearch({ batch: String(batch.id) });
        },
      },
    );
  };
  return (
    <Card title={t.step1}>
      <div className="bar">
        <span aria-hidden="true">{t.what}</span>
        <Select
          label={t.what}
          width={180}
          value={object}
          onChange={setChosen}
          options={[
            ...objects.map((one) => ({ value: one.key, label: say(one.label) })),
            ...(people ? [{ value: "people", label: t.people }] : []),
          ]}
        />
      </div>
      <DropZone busy={upload.isPending} onTake={take} />
      <Problem error={upload.error} />
    </Card>
  );
}

function DropZone({ busy, onTake }: { busy: boolean; onTake: (files: readonly File[]) => void }) {
  const t = useImportWords();
  if (busy) {
    return (
      <p role="status" className="import-busy">
        {t.uploading} <progress aria-label={t.uploading} />
      </p>
    );
  }
  return (
    <FileDrop
      lead={t.drop}
      choose={t.choose}
      hint={<small className="muted">{t.dropHint}</small>}
      accept=".csv,.tsv,.txt,.xlsx"
      many
      onTake={onTake}
    />
  );
}

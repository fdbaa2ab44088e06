import { useState } from "react";

import type { ObjectDef } from "@/features/objects/api";
import { FieldValue } from "@/features/objects/FieldForm";
import { usePeople } from "@/features/org/api";
import { RecordPool } from "@/features/pool/desk/RecordPool";
import type { Journey, ProcessDef } from "@/features/process/shapes";
import type { Fix } from "@/features/process/way";
import { useAssign, type RecordItem } from "@/features/records/api";
import { useRecordWords } from "@/features/records/words";
import { say } from "@/lib/i18n";
import { perform } from "@/lib/perform";
import { Link } from "@/lib/router";
import { Advance } from "@/pages/desk/record/Advance";
import { Together } from "@/features/records/Sharing";
import { Merged, MergeInto } from "@/pages/desk/record/Merged";
import { useRecordPageWords } from "@/pages/desk/record/words";
import { Button } from "@/ui/desk/Button";
import { Select } from "@/ui/desk/choosers";
import { Modal } from "@/ui/desk/Modal";
import { PageHeader } from "@/ui/desk/PageHeader";
import { Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";

interface Props {
  object: ObjectDef;
  record: RecordItem;
  journey: Journey | undefined;
  process: ProcessDef | undefined;
  onFix: (fix: Fix) => void;
}

/** What the record is, whose it is, and the one thing to do next. */
export function RecordHead({ object, record, journey, process, onFix }: Props) {
  const t = useRecordPageWords();
  const words = useRecordWords();
  const [handing, setHanding] = useState(false);
  const list = process === undefined ? `/o/${object.key}` : "/journeys";
  const grade = object.fields.find((field) => field.key === "grade" || field.key === "level");
  return (
    <>
      <p className="record-path">
        <Link to={list}>{say(object.plural)}</Link>
      </p>
      <PageHeader
        title={record.title}
        finding={
          <span className="record-facts">
            {grade === undefined ? null : (
              <span>
                {say(grade.label)} <FieldValue field={grade} value={record.values[grade.key]} />
              </span>
            )}
            <span>{t.owner(record.owner.name ?? "")}</span>
            {record.can.assign ? (
              <Button
                look="quiet"
                size="small"
                onClick={() => {
                  setHanding(true);
                }}
              >
                {words.assign}
              </Button>
            ) : null}
            <MergeInto record={record} />
            <RecordPool object={object.key} id={record.id} title={record.title} list={list} />
          </span>
        }
      >
        {journey === undefined ? null : <Advance journey={journey} process={process} onFix={onFix} />}
      </PageHeader>
      <Merged record={record} />
      <Together record={record} />
      {handing ? (
        <HandOver
          object={object.key}
          record={record}
          onClose={() => {
            setHanding(false);
          }}
        />
      ) : null}
    </>
  );
}

function HandOver({ object, record, onClose }: { object: string; record: RecordItem; onClose: () => void }) {
  const t = useRecordWords();
  const people = usePeople().data ?? [];
  const assign = useAssign(object, record.id);
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <Modal
      open
      title={t.assignTitle}
      onClose={onClose}
      act={{
        label: t.assign,
        busy: assign.isPending,
        disabled: chosen === null,
        onClick: () => {
          perform(assign, Number(chosen), (given) => {
            toast(t.assigned(given.owner.name ?? ""));
            onClose();
          });
        },
      }}
    >
      <Select
        label={t.owner}
        width={280}
        value={chosen}
        onChange={setChosen}
        options={people
          .filter((person) => person.id !== record.owner.id)
          .map((person) => ({ value: String(person.id), label: `${person.name} ${person.team?.name ?? ""}` }))}
      />
      <Problem error={assign.error} />
    </Modal>
  );
}

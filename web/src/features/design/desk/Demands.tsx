import type { ComponentType } from "react";

import { LimitBox, PickBox, Row, TextBox } from "@/features/design/desk/boxes";
import { useEditor } from "@/features/design/editing";
import { numberOr, option } from "@/features/design/options";
import type { Deliverable, Process, Stage } from "@/features/design/shapes";
import { filesOf, fitting, pointing, stagePlace } from "@/features/design/steps";
import { useDesignWords } from "@/features/design/words";
import { useKit, type Option } from "@/ui/kit";

/** The files the product takes; the same list as the server's, which refuses any other. */
const fileTypes = "pdf docx xlsx pptx png jpg jpeg webp heic gif mp3 m4a wav amr ogg mp4 webm txt csv".split(" ");

export interface Of {
  process: Process;
  stage: Stage;
  thing: Deliverable;
}

/** Set members of a deliverable. */
export function useSet({ process, stage, thing }: Of) {
  const { change } = useEditor();
  return (values: Readonly<Partial<Record<keyof Deliverable, unknown>>>) => {
    const place = [...stagePlace(process, stage), "gate", "deliverables", thing.key];
    change(Object.entries(values).map(([member, value]) => ({ do: "set", place: [...place, member], value })));
  };
}

/** What a deliverable of its kind asks for besides. */
export function Demands(of: Of) {
  const Part = parts[of.thing.kind];
  return Part === null ? null : <Part {...of} />;
}

const parts: Readonly<Record<Deliverable["kind"], ComponentType<Of> | null>> = {
  file: Types,
  photo: null,
  audio: null,
  summary: Contacts,
  text: Length,
  form: Fields,
  record: Others,
  confirmation: Confirmed,
  task: Elsewhere,
  approval: Approved,
};

function Types(of: Of) {
  const t = useDesignWords();
  const options = fileTypes.map((type) => ({ value: type, label: type }));
  return <Several {...of} member="types" label={t.types} hint={t.typesHint} options={options} />;
}

function Fields(of: Of) {
  const t = useDesignWords();
  const own = useEditor().body.objects.find(({ key }) => key === of.process.object);
  return <Several {...of} member="fields" label={t.formFields} options={(own?.fields ?? []).map(option)} />;
}

function Others(of: Of) {
  const t = useDesignWords();
  const { body } = useEditor();
  return <Single {...of} member="object" label={t.recordOf} options={pointing(body, of.process).map(option)} />;
}

function Confirmed(of: Of) {
  const t = useDesignWords();
  return <Single {...of} member="of" label={t.confirms} options={filesOf(of.stage).map(option)} />;
}

function Approved(of: Of) {
  const t = useDesignWords();
  const { body } = useEditor();
  return <Single {...of} member="approval" label={t.approvalOf} options={fitting(body, of.process).map(option)} />;
}

function Contacts(of: Of) {
  const t = useDesignWords();
  const { body } = useEditor();
  const kinds = (body.activity_kinds ?? []).map(option);
  return <Several {...of} member="activity_kinds" label={t.activityKinds} hint={t.activityHint} options={kinds} />;
}

function Length(of: Of) {
  const t = useDesignWords();
  const set = useSet(of);
  return (
    <Row label={t.minLength}>
      {(id) => (
        <TextBox
          id={id}
          numeric
          needed
          value={String(of.thing.min_length ?? 1)}
          onKeep={(text) => {
            set({ min_length: numberOr(text) });
          }}
        />
      )}
    </Row>
  );
}

/** Who does it, and by when. */
function Elsewhere(of: Of) {
  const t = useDesignWords();
  const { body } = useEditor();
  const set = useSet(of);
  return (
    <div className="design-two">
      <Single {...of} member="role" label={t.doneBy} options={(body.roles ?? []).map(option)} />
      <LimitBox
        label={t.doneWithin}
        value={of.thing.limit}
        onKeep={(limit) => {
          set({ limit });
        }}
      />
    </div>
  );
}

type Member = "types" | "fields" | "activity_kinds";

function Several(props: Of & { member: Member; label: string; hint?: string; options: readonly Option[] }) {
  const { Choices } = useKit();
  const { member, label, hint, options, thing } = props;
  const set = useSet(props);
  return (
    <Row label={label} {...(hint === undefined ? {} : { hint })}>
      {(id, hintId) => (
        <Choices
          id={id}
          describedBy={hintId}
          value={thing[member] ?? []}
          options={options}
          onChange={(keys) => {
            set({ [member]: keys });
          }}
        />
      )}
    </Row>
  );
}

function Single(
  props: Of & { member: "object" | "of" | "role" | "approval"; label: string; options: readonly Option[] },
) {
  const { member, label, options, thing } = props;
  const set = useSet(props);
  return (
    <Row label={label}>
      {(id) => (
        <PickBox
          id={id}
          value={thing[member] ?? ""}
          options={options}
          onPick={(key) => {
            set({ [member]: key });
          }}
        />
      )}
    </Row>
  );
}

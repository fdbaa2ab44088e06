import { useRunning } from "@/features/design/api";
import { renamed, retold } from "@/features/design/body";
import { Alternatives } from "@/features/design/desk/Alternatives";
import { Row, TextBox } from "@/features/design/desk/boxes";
import { Limits } from "@/features/design/desk/Limits";
import { Checks } from "@/features/design/desk/Checks";
import { Checklist } from "@/features/design/desk/Checklist";
import { ConditionBox } from "@/features/design/desk/conditions/ConditionBox";
import { DeliverableEditor } from "@/features/design/desk/DeliverableEditor";
import { ReferenceDays } from "@/features/design/desk/ReferenceDays";
import { useEditor } from "@/features/design/editing";
import type { Both, Process, Stage } from "@/features/design/shapes";
import { placeDeliverable, stagePlace } from "@/features/design/steps";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { Sortable } from "@/ui/desk/Sortable";
import { useKit } from "@/ui/kit";

interface Props {
  process: Process;
  stage: Stage;
  /** The stage, or the deliverable in it, that has just been added: its name waits to be typed. */
  fresh: string | null;
  opened: string | null;
  onOpen: (deliverable: string | null) => void;
}

/** All there is to one stage, each part kept as soon as it is left. */
export function StagePanel({ process, stage, fresh, opened, onOpen }: Props) {
  const t = useDesignWords();
  const running = useRunning(process.key, stage.key);
  return (
    <section className="design-panel" aria-label={t.thisStage}>
      <h2>{t.thisStage}</h2>
      {running === null ? null : <p className="muted">{t.runningHere(running)}</p>}
      <Names process={process} stage={stage} fresh={fresh === stage.key} />
      <When process={process} stage={stage} />
      <Limits process={process} stage={stage} />
      <Fields process={process} stage={stage} />
      <h3>{t.deliverables}</h3>
      {(stage.gate?.deliverables ?? []).length === 0 ? <p className="muted">{t.noDeliverables}</p> : null}
      <Deliverables process={process} stage={stage} fresh={fresh} opened={opened} onOpen={onOpen} />
      <Alternatives process={process} stage={stage} />
      <Checks process={process} stage={stage} />
      <BackTo process={process} stage={stage} />
      <Script process={process} stage={stage} />
      <Reminders process={process} stage={stage} />
      <ReferenceDays process={process} stage={stage} />
    </section>
  );
}

function Reminders({ process, stage }: { process: Process; stage: Stage }) {
  const { change } = useEditor();
  return (
    <Checklist
      checks={stage.checklist ?? []}
      onKeep={(value) => {
        change([{ do: "set", place: [...stagePlace(process, stage), "checklist"], value }]);
      }}
    />
  );
}

function Deliverables({ process, stage, fresh, opened, onOpen }: Props) {
  const { change } = useEditor();
  const things = stage.gate?.deliverables ?? [];
  return (
    <Sortable
      className="design-things"
      items={things}
      label={(key) => say(things.find((thing) => thing.key === key)?.label)}
      onMove={(key, before) => {
        change(placeDeliverable(process, stage, key, before));
      }}
    >
      {(thing, handle) => (
        <DeliverableEditor
          process={process}
          stage={stage}
          thing={thing}
          handle={handle}
          open={opened === thing.key}
          fresh={fresh === thing.key}
          onToggle={(open) => {
            onOpen(open ? thing.key : null);
          }}
        />
      )}
    </Sortable>
  );
}

interface Of {
  process: Process;
  stage: Stage;
}

/** Set one member of a stage. */
function useSet({ process, stage }: Of) {
  const { change } = useEditor();
  return (member: readonly string[], value: unknown) => {
    change([{ do: "set", place: [...stagePlace(process, stage), ...member], value }]);
  };
}

function Names({ process, stage, fresh }: Of & { fresh: boolean }) {
  const t = useDesignWords();
  const set = useSet({ process, stage });
  const name = (which: keyof Both) => (text: string) => {
    set(["label"], renamed(stage.label, which, text, useDesignWords.of("en").newStage.en));
  };
  return (
    <div className="design-two">
      <Row label={t.nameZh}>
        {(id) => <TextBox id={id} needed fresh={fresh} value={stage.label.zh} onKeep={name("zh")} />}
      </Row>
      <Row label={t.nameEn}>{(id) => <TextBox id={id} needed value={stage.label.en} onKeep={name("en")} />}</Row>
    </div>
  );
}

/** Whether every journey takes this stage, or only those for which something holds. */
function When({ process, stage }: Of) {
  const t = useDesignWords();
  const { body } = useEditor();
  const set = useSet({ process, stage });
  const object = body.objects.find(({ key }) => key === process.object);
  if (object === undefined) return null;
  return (
    <ConditionBox
      label={t.when}
      none={t.everyJourney}
      object={object}
      body={body}
      value={stage.when ?? null}
      onChange={(when) => {
        set(["when"], when);
      }}
    />
  );
}

function Fields({ process, stage }: Of) {
  const t = useDesignWords();
  const { Choices } = useKit();
  const { body } = useEditor();
  const set = useSet({ process, stage });
  const fields = body.objects.find(({ key }) => key === process.object)?.fields ?? [];
  return (
    <Row label={t.required} hint={t.requiredHint}>
      {(id, hintId) => (
        <Choices
          id={id}
          describedBy={hintId}
          value={stage.gate?.fields ?? []}
          options={fields
            .filter(({ type }) => type !== "formula" && type !== "auto_number")
            .map((field) => ({ value: field.key, label: say(field.label) }))}
          onChange={(keys) => {
            set(["gate", "fields"], keys);
          }}
        />
      )}
    </Row>
  );
}

function BackTo({ process, stage }: Of) {
  const t = useDesignWords();
  const { Choices } = useKit();
  const set = useSet({ process, stage });
  const earlier = process.stages.slice(
    0,
    process.stages.findIndex(({ key }) => key === stage.key),
  );
  if (earlier.length === 0) return null;
  return (
    <Row label={t.backTo} hint={t.backToHint}>
      {(id, hintId) => (
        <Choices
          id={id}
          describedBy={hintId}
          value={stage.back_to ?? []}
          options={earlier.map((one) => ({ value: one.key, label: say(one.label) }))}
          onChange={(keys) => {
            set(["back_to"], keys);
          }}
        />
      )}
    </Row>
  );
}

function Script({ process, stage }: Of) {
  const t = useDesignWords();
  const set = useSet({ process, stage });
  const tell = (which: keyof Both) => (text: string) => {
    set(["script"], retold(stage.script, which, text));
  };
  return (
    <>
      <Row label={t.script}>
        {(id) => <TextBox id={id} rows={3} value={stage.script?.zh ?? ""} onKeep={tell("zh")} />}
      </Row>
      <Row label={t.scriptEn}>
        {(id) => <TextBox id={id} rows={3} value={stage.script?.en ?? ""} onKeep={tell("en")} />}
      </Row>
    </>
  );
}

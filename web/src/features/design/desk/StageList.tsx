import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import { conditionWords } from "@/features/design/conditions/said";
import { useRunning } from "@/features/design/api";
import { Along } from "@/features/design/desk/Along";
import { useKindDrop } from "@/features/design/desk/kinds";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { RemoveDialog } from "@/features/design/desk/RemoveDialog";
import { useEditor } from "@/features/design/editing";
import { limitSaid } from "@/features/design/limit";
import { removeStage } from "@/features/design/removing";
import type { Process, Stage } from "@/features/design/shapes";
import { addStage, moveStage, placeStage } from "@/features/design/steps";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { Sortable } from "@/ui/desk/Sortable";

interface Props {
  process: Process;
  chosen: string | undefined;
  onChoose: (key: string) => void;
  onAdded: (key: string) => void;
  /** A deliverable was put onto a stage. */
  onAsked: (stage: string, deliverable: string) => void;
}

/** The stages in their order: choose, add between, move, take away; all of it also by keys. */
export function StageList({ process, chosen, onChoose, onAdded, onAsked }: Props) {
  const t = useDesignWords();
  const { change, body } = useEditor();
  const [leaving, setLeaving] = useState<Stage | null>(null);
  const { stages } = process;
  const named = (key: string) => say(stages.find((stage) => stage.key === key)?.label);
  const list = useRef<HTMLElement>(null);
  const focusNext = useRef(false);
  useEffect(() => {
    // Whoever took a stage away goes on from the next one.
    if (focusNext.current) list.current?.querySelector<HTMLElement>(".design-stage-on .design-pick")?.focus();
    focusNext.current = false;
  });
  const add = (before: string | null) => {
    const { edit, key } = addStage(process, t.newStage, before);
    change(edit);
    onAdded(key);
  };
  const remove = (gone: Stage) => {
    const place = stages.indexOf(gone);
    change(removeStage(body, process, gone).edit);
    onChoose((stages[place + 1] ?? stages[place - 1])?.key ?? "");
    setLeaving(null);
    focusNext.current = true;
  };
  return (
    <section className="design-stages" aria-label={t.stages} ref={list}>
      <h2>{t.stages}</h2>
      <p className="muted design-keys">{t.stagesHelp}</p>
      <AddBetween
        label={t.addStageFirst}
        onAdd={() => {
          add(stages[0]?.key ?? null);
        }}
      />
      <Sortable
        items={stages}
        label={named}
        onMove={(key, before) => {
          const stage = stages.find((one) => one.key === key);
          if (stage !== undefined) change(placeStage(process, stage, before));
        }}
      >
        {(stage, handle) => (
          <>
            <StageCard
              process={process}
              stage={stage}
              number={stages.indexOf(stage) + 1}
              chosen={stage.key === chosen}
              handle={handle}
              onChoose={onChoose}
              onAsked={onAsked}
              onRemove={() => {
                setLeaving(stage);
              }}
            />
            <AddBetween
              label={t.addStageHere(say(stage.label))}
              onAdd={() => {
                add(stages[stages.indexOf(stage) + 1]?.key ?? null);
              }}
            />
          </>
        )}
      </Sortable>
      {leaving === null ? null : (
        <Leaving
          process={process}
          stage={leaving}
          onRemove={() => {
            remove(leaving);
          }}
          onClose={() => {
            setLeaving(null);
          }}
        />
      )}
    </section>
  );
}

interface LeavingProps {
  process: Process;
  stage: Stage;
  onRemove: () => void;
  onClose: () => void;
}

/** Asks once more before a stage goes, and says how many journeys stand in it. */
function Leaving({ process, stage, ...acts }: LeavingProps) {
  const t = useDesignWords();
  const { body } = useEditor();
  const running = useRunning(process.key, stage.key);
  const here = running === null ? "" : t.runningHere(running);
  return (
    <RemoveDialog title={t.removeStageTitle(say(stage.label))} intro={`${t.removeStageIntro} ${here}`} {...acts}>
      <Along told={removeStage(body, process, stage).told} />
    </RemoveDialog>
  );
}

function AddBetween({ label, onAdd }: { label: string; onAdd: () => void }) {
  return (
    <button type="button" className="design-add" aria-label={label} title={label} onClick={onAdd}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        <path d="M6 1v10M1 6h10" stroke="currentColor" strokeWidth="1.6" />
      </svg>
    </button>
  );
}

interface CardProps {
  process: Process;
  stage: Stage;
  number: number;
  chosen: boolean;
  handle: ReactNode;
  onChoose: (key: string) => void;
  onAsked: (stage: string, deliverable: string) => void;
  onRemove: () => void;
}

function StageCard({ process, stage, number, chosen, handle, onChoose, onAsked, onRemove }: CardProps) {
  const t = useDesignWords();
  const { change, draft, body } = useEditor();
  const object = body.objects.find(({ key }) => key === process.object);
  const label = say(stage.label);
  const alone = process.stages.length === 1;
  const move = (by: -1 | 1) => {
    const edit = moveStage(process, stage, by);
    if (edit !== null) change(edit);
  };
  const keys = (event: KeyboardEvent<HTMLButtonElement>) => {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : null;
    if (by !== null) {
      event.preventDefault();
      if (event.altKey) move(by);
      else {
        goTo(event.currentTarget, by);
        const there = process.stages[number - 1 + by];
        // Arrows choose; whoever only passes by with Tab leaves what is chosen as it is.
        if (there !== undefined) onChoose(there.key);
      }
    } else if (event.key === "Delete" && !alone) onRemove();
  };
  const wrong = draft.faults.some(({ place }) =>
    `${place}.`.startsWith(`processes.${process.key}.stages.${stage.key}.`),
  );
  const { over, ...target } = useKindDrop(process, stage, onAsked);
  const look = ["design-stage", chosen ? "design-stage-on" : "", over ? "design-stage-over" : ""];
  return (
    <div className={look.join(" ").trim()} {...target}>
      {handle}
      <button
        type="button"
        className="design-pick"
        aria-pressed={chosen}
        onClick={() => {
          onChoose(stage.key);
        }}
        onKeyDown={keys}
      >
        <b>{`${number} ${label}`}</b>
        <small>{useSummary(stage)}</small>
        {stage.when === undefined || stage.when === null || object === undefined ? null : (
          <small className="design-when">{t.onlyWhen(conditionWords(stage.when, object, body))}</small>
        )}
        {wrong ? <small className="design-wrong">{t.tabFaults(0)}</small> : null}
      </button>
      <span className="design-stage-acts">
        <SmallAct
          label={t.moveUp(label)}
          disabled={number === 1}
          onClick={() => {
            move(-1);
          }}
        >
          ↑
        </SmallAct>
        <SmallAct
          label={t.moveDown(label)}
          disabled={number === process.stages.length}
          onClick={() => {
            move(1);
          }}
        >
          ↓
        </SmallAct>
        <SmallAct
          label={alone ? `${t.removeStage(label)}${t.colon}${t.lastStage}` : t.removeStage(label)}
          disabled={alone}
          onClick={onRemove}
        >
          ×
        </SmallAct>
      </span>
    </div>
  );
}

/** How long, and what it asks for, in a line. */
function useSummary(stage: Stage): string {
  const t = useDesignWords();
  const limit = useLimitSaid(stage.limit);
  const { fields = [], deliverables = [] } = stage.gate ?? {};
  const asked = deliverables.map((one) => say(one.label));
  const all = [...asked, ...(fields.length > 0 ? [t.asksFields(fields.length)] : [])];
  return `${limit === null ? t.noLimit : t.stayAtMost(limit)} · ${all.length === 0 ? t.asksNothing : t.asks(all.join(t.comma))}`;
}

/** A limit as people say it; null when there is none. */
export function useLimitSaid(text: string | null | undefined): string | null {
  const t = useDesignWords();
  return limitSaid(text, t.units);
}

function goTo(from: HTMLButtonElement, by: -1 | 1): void {
  const all = [...(from.closest("ol")?.querySelectorAll<HTMLButtonElement>(".design-pick") ?? [])];
  all[all.indexOf(from) + by]?.focus();
}

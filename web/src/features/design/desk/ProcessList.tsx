import { useState } from "react";

import { useRunning } from "@/features/design/api";
import { RemoveDialog } from "@/features/design/desk/RemoveDialog";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { useEditor } from "@/features/design/editing";
import { addProcess, unled } from "@/features/design/objects";
import { removeProcess } from "@/features/design/removing";
import type { Process } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { useProcessesWords } from "@/features/design/words/processes";
import { say } from "@/lib/i18n";
import { Link, navigate } from "@/lib/router";
import { Button } from "@/ui/desk/Button";
import { EmptyState } from "@/ui/desk/states";

/** All processes of the draft: made for an object that has none, opened, and taken away. */
export function ProcessList() {
  const t = useProcessesWords();
  const { acts } = useDesignWords();
  const { body } = useEditor();
  const [leaving, setLeaving] = useState<Process | null>(null);
  const processes = body.processes ?? [];
  return (
    <section className="card" aria-label={t.title}>
      <p className="muted">{t.intro}</p>
      {processes.length === 0 ? (
        <EmptyState title={t.none} hint={t.noneHint} />
      ) : (
        <div className="design-scroll">
          <table className="design-versions">
            <thead>
              <tr>
                {[...Object.values(t.columns), acts].map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {processes.map((process) => (
                <Line
                  key={process.key}
                  process={process}
                  onRemove={() => {
                    setLeaving(process);
                  }}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <NewProcess />
      {leaving === null ? null : (
        <Leaving
          process={leaving}
          onClose={() => {
            setLeaving(null);
          }}
        />
      )}
    </section>
  );
}

function Line({ process, onRemove }: { process: Process; onRemove: () => void }) {
  const t = useProcessesWords();
  const { body, draft } = useEditor();
  const running = useRunning(process.key);
  const label = say(process.label);
  return (
    <tr>
      <th scope="row">
        <Link to={`/design/${draft.id}/process/${process.key}`}>{label}</Link>
      </th>
      <td>{say(body.objects.find(({ key }) => key === process.object)?.label) || process.object}</td>
      <td>{t.stageCount(process.stages.length)}</td>
      <td>{running ?? ""}</td>
      <td>
        <SmallAct label={t.remove(label)} onClick={onRemove}>
          ×
        </SmallAct>
      </td>
    </tr>
  );
}

/** Asks before a process goes: what it means for what is running, and which numbers go with it. */
function Leaving({ process, onClose }: { process: Process; onClose: () => void }) {
  const t = useProcessesWords();
  const { body, change } = useEditor();
  const running = useRunning(process.key);
  const { edit, told } = removeProcess(body, process);
  return (
    <RemoveDialog
      title={t.removeTitle(say(process.label))}
      intro={running === null ? t.removeIntro : `${t.removeIntro} ${t.running(running)}`}
      onRemove={() => {
        change(edit);
        onClose();
      }}
      onClose={onClose}
    >
      <p>{told.length === 0 ? t.alongNothing : t.along}</p>
      <ul className="design-along">
        {told.map(({ name }, i) => (
          <li key={i}>{name}</li>
        ))}
      </ul>
    </RemoveDialog>
  );
}

/** A line for a new process; it is opened as soon as it is there. */
function NewProcess() {
  const t = useProcessesWords();
  const { newStage } = useDesignWords();
  const { body, change, draft } = useEditor();
  const [typed, setTyped] = useState({ zh: "", en: "", object: "" });
  const free = unled(body);
  const object = (free.find(({ key }) => key === typed.object) ?? free[0])?.key;
  if (object === undefined) return <p className="muted">{t.allLed}</p>;
  const box = (part: "zh" | "en", label: string) => (
    <input
      className="native-box"
      aria-label={label}
      placeholder={label}
      value={typed[part]}
      onChange={(event) => {
        setTyped({ ...typed, [part]: event.target.value });
      }}
    />
  );
  return (
    <form
      className="design-new"
      onSubmit={(event) => {
        event.preventDefault();
        const zh = typed.zh.trim() || typed.en.trim();
        if (zh === "") return;
        const { edit, key } = addProcess(body, object, { zh, en: typed.en.trim() || zh }, newStage);
        change(edit);
        navigate(`/design/${draft.id}/process/${key}`);
      }}
    >
      {box("zh", t.newName)}
      {box("en", t.newEn)}
      <select
        className="native-box"
        aria-label={t.newObject}
        value={object}
        onChange={(event) => {
          setTyped({ ...typed, object: event.target.value });
        }}
      >
        {free.map(({ key, label }) => (
          <option key={key} value={key}>
            {say(label)}
          </option>
        ))}
      </select>
      <Button submit>{t.add}</Button>
    </form>
  );
}

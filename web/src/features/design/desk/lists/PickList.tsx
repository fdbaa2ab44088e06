import { useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import type { Both, Labelled } from "@/features/design/shapes";
import { useListWords } from "@/features/design/words/lists";
import { say } from "@/lib/i18n";
import { Button } from "@/ui/desk/Button";
import { Sortable } from "@/ui/desk/Sortable";

interface Props<One extends Labelled> {
  label: string;
  things: readonly One[];
  chosen: string | undefined;
  hint: (thing: One) => string;
  onChoose: (key: string) => void;
  /** What the line for a new one says. */
  fresh: string;
  onAdd: (label: Both) => void;
  /** Whether they have an order that can be changed; drawn as a list to be dragged. */
  onMove?: (key: string, before: string | null) => void;
}

/** Things of one kind, one of them open beside: chosen by click or ↑↓, and a line for a new one. */
export function PickList<One extends Labelled>(props: Props<One>) {
  const { label, things, chosen, hint, onChoose, fresh, onAdd, onMove } = props;
  const list = useRef<HTMLDivElement>(null);
  const keys = (event: KeyboardEvent<HTMLButtonElement>) => {
    const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : null;
    if (by === null) return;
    event.preventDefault();
    const all = [...(list.current?.querySelectorAll<HTMLButtonElement>(".design-pick") ?? [])];
    all[all.indexOf(event.currentTarget) + by]?.focus();
  };
  const one = (thing: One, handle: ReactNode) => (
    <div className={thing.key === chosen ? "design-stage design-stage-on" : "design-stage"}>
      {handle}
      <button
        type="button"
        className="design-pick"
        aria-pressed={thing.key === chosen}
        onKeyDown={keys}
        onClick={() => {
          onChoose(thing.key);
        }}
      >
        <b>{say(thing.label)}</b>
        <small>{hint(thing)}</small>
      </button>
    </div>
  );
  return (
    <section className="pick-list" aria-label={label}>
      <div ref={list}>
        {onMove === undefined ? (
          <ul>
            {things.map((thing) => (
              <li key={thing.key}>{one(thing, null)}</li>
            ))}
          </ul>
        ) : (
          <Sortable
            items={things}
            onMove={onMove}
            label={(key) => say(things.find((thing) => thing.key === key)?.label)}
          >
            {one}
          </Sortable>
        )}
      </div>
      <NewOne label={fresh} onAdd={onAdd} />
    </section>
  );
}

function NewOne({ label, onAdd }: { label: string; onAdd: (label: Both) => void }) {
  const t = useListWords();
  const [typed, setTyped] = useState({ zh: "", en: "" });
  const box = (which: keyof Both, said: string) => (
    <input
      className="native-box"
      aria-label={said}
      placeholder={said}
      value={typed[which]}
      onChange={(event) => {
        setTyped({ ...typed, [which]: event.target.value });
      }}
    />
  );
  return (
    <form
      className="pick-new"
      onSubmit={(event) => {
        event.preventDefault();
        const zh = typed.zh.trim() || typed.en.trim();
        if (zh === "") return;
        onAdd({ zh, en: typed.en.trim() || zh });
        setTyped({ zh: "", en: "" });
      }}
    >
      {box("zh", label)}
      {box("en", `${label}${t.colon}${t.nameEn}`)}
      <Button submit>{t.addNothing}</Button>
    </form>
  );
}

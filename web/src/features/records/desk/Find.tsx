import { useEffect, useId, useRef, useState, type KeyboardEvent } from "react";

import { useSearch, type Hit } from "@/features/records/api";
import { useRecordWords } from "@/features/records/words";
import { navigate } from "@/lib/router";
import { useShortcuts } from "@/ui/desk/keys";
import "@/features/records/desk/records.css";

/** The one search box: every object, by words, pinyin or initials. "/" and ⌘K bring one here. */
export function Find() {
  const t = useRecordWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const asked = useSettled(text.trim(), 150);
  const hits = useSearch(asked).data ?? [];
  useShortcuts({
    "/": () => {
      input.current?.focus();
    },
  });
  useCommandK(() => input.current?.focus());

  const pick = (hit: Hit | undefined) => {
    if (hit === undefined) return;
    setOpen(false);
    setText("");
    input.current?.blur();
    navigate(`/r/${hit.object}/${hit.id}`);
  };
  const handleKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setAt((before) => Math.min(Math.max(0, hits.length - 1), Math.max(0, before + step)));
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) pick(hits[at]);
    else if (event.key === "Escape") setOpen(false);
  };
  const shown = open && asked !== "";
  return (
    <div
      className="find"
      role="search"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path
          d="M7 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9m3.4 7.9 3.4 3.4"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
        />
      </svg>
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label={t.searchLabel}
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-activedescendant={shown && hits[at] !== undefined ? `${id}-${at}` : undefined}
        autoComplete="off"
        placeholder={t.searchHint}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setOpen(true);
          setAt(0);
        }}
        onFocus={() => {
          setOpen(true);
        }}
        onKeyDown={handleKey}
      />
      <kbd aria-hidden="true">⌘K</kbd>
      {shown ? <Hits id={id} hits={hits} at={at} text={asked} onPick={pick} /> : null}
    </div>
  );
}

interface HitsProps {
  id: string;
  hits: readonly Hit[];
  at: number;
  text: string;
  onPick: (hit: Hit) => void;
}

function Hits({ id, hits, at, text, onPick }: HitsProps) {
  const t = useRecordWords();
  return (
    <div className="find-list" id={`${id}-list`} role="listbox" aria-label={t.searchLabel}>
      {hits.length === 0 ? <p className="find-none">{t.nothingFound(text)}</p> : null}
      {hits.map((hit, i) => (
        // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the combobox holds the focus and the keys
        <div
          key={`${hit.object}-${hit.id}`}
          id={`${id}-${i}`}
          role="option"
          aria-selected={i === at}
          onMouseDown={(event) => {
            event.preventDefault();
          }}
          onClick={() => {
            onPick(hit);
          }}
        >
          <b>{hit.title}</b>
          <small>{hit.owner.name}</small>
          <small>{hit.object_label}</small>
        </div>
      ))}
    </div>
  );
}

function useSettled(value: string, ms: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(value);
    }, ms);
    return () => {
      clearTimeout(timer);
    };
  }, [value, ms]);
  return settled;
}

function useCommandK(act: () => void): void {
  useEffect(() => {
    const handle = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      act();
    };
    document.addEventListener("keydown", handle);
    return () => {
      document.removeEventListener("keydown", handle);
    };
  });
}

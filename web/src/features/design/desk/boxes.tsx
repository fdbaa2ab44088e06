import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";

import { limitOf, limitText, units, type Unit } from "@/features/design/limit";
import { useDesignWords } from "@/features/design/words";

/** The boxes of the designers: a text is kept when one leaves its box or presses Enter, not at every stroke. */

interface TextProps {
  value: string;
  onKeep: (value: string) => void;
  id?: string;
  label?: string;
  describedBy?: string;
  placeholder?: string;
  numeric?: boolean;
  rows?: number;
  disabled?: boolean;
  /** An empty text is put back instead of kept. */
  needed?: boolean;
  /** What it names has just been made: the name waits to be typed. */
  fresh?: boolean;
}

/** A line of text, or with `rows` several. Escape puts back what stood there. */
export function TextBox({
  value,
  onKeep,
  needed = false,
  numeric = false,
  fresh = false,
  rows,
  label,
  describedBy,
  ...rest
}: TextProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const box = useFresh(fresh);
  const keep = () => {
    const text = typed?.trim() ?? value;
    if (text !== value && (text !== "" || !needed)) onKeep(text);
    setTyped(null);
  };
  const given = {
    ...rest,
    ref: box,
    className: "native-box",
    value: typed ?? value,
    onChange: (event: { target: { value: string } }) => {
      setTyped(event.target.value);
    },
    onBlur: keep,
    onKeyDown: (event: KeyboardEvent) => {
      // Enter that chooses a word of an input method is not meant for the box.
      if (event.nativeEvent.isComposing) return;
      if (event.key === "Escape") setTyped(null);
      if (event.key === "Enter" && (rows ?? 1) === 1) {
        event.preventDefault();
        keep();
      }
    },
    // While something is being typed, taking back is the browser's own.
    ...(typed === null ? {} : { "data-typing": true }),
    ...named(label, describedBy),
  };
  if (rows !== undefined) return <textarea {...given} rows={rows} />;
  return <input {...given} type="text" {...(numeric ? { inputMode: "decimal" as const } : {})} />;
}

/** The box of something new has the focus, and its text is chosen, so that one types over it. */
function useFresh(fresh: boolean) {
  const box = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => {
    if (fresh) box.current?.select();
  }, [fresh]);
  return box;
}

function named(label: string | undefined, describedBy: string | undefined) {
  return {
    ...(label === undefined ? {} : { "aria-label": label }),
    ...(describedBy === undefined ? {} : { "aria-describedby": describedBy }),
  };
}

/** A label over its box, with a hint below. */
export function Row({
  label,
  hint,
  children,
}: {
  label: string;
  hint?: string;
  children: (id: string, hintId?: string) => ReactNode;
}) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div className="design-row">
      <label htmlFor={id}>{label}</label>
      {children(id, hint === undefined ? undefined : hintId)}
      {hint === undefined ? null : (
        <small id={hintId} className="muted">
          {hint}
        </small>
      )}
    </div>
  );
}

interface LimitProps {
  label: string;
  hint?: string;
  value: string | null | undefined;
  onKeep: (text: string | null) => void;
  disabled?: boolean;
}

/** A time limit: how much, and counted in what. Without an amount there is none. */
export function LimitBox({ label, hint, value, onKeep, disabled = false }: LimitProps) {
  const t = useDesignWords();
  const limit = limitOf(value);
  const [chosen, setChosen] = useState<Unit>("workdays");
  const unit = limit?.unit ?? chosen;
  return (
    <Row label={label} {...(hint === undefined ? {} : { hint })}>
      {(id, hintId) => (
        <span className="design-limit">
          <TextBox
            id={id}
            numeric
            disabled={disabled}
            value={limit?.amount ?? ""}
            onKeep={(amount) => {
              onKeep(limitText({ amount, unit }));
            }}
            {...(hintId === undefined ? {} : { describedBy: hintId })}
          />
          <select
            className="native-box"
            aria-label={t.unitOf(label)}
            disabled={disabled}
            value={unit}
            onChange={(event) => {
              const next = event.target.value as Unit;
              setChosen(next);
              if (limit !== null) onKeep(limitText({ amount: limit.amount, unit: next }));
            }}
          >
            {units.map((one) => (
              <option key={one} value={one}>
                {t.units[one]}
              </option>
            ))}
          </select>
        </span>
      )}
    </Row>
  );
}

type Options = readonly { value: string; label: string }[];

const many = 60;

/**
 * One of several, as the browser's own list. A long one is filled when it is reached: a page has dozens of lists with
 * all fields of an object, and of each only what is chosen is looked at.
 */
export function PickBox(props: {
  id?: string;
  label?: string;
  value: string;
  options: Options;
  onPick: (value: string) => void;
}) {
  const { id, label, value, options, onPick } = props;
  const [reached, setReached] = useState(false);
  const reach = () => {
    setReached(true);
  };
  const shown = reached || options.length <= many ? options : standing(options, value);
  return (
    <select
      className="native-box"
      value={value}
      onPointerEnter={reach}
      onPointerDown={reach}
      onFocus={reach}
      onChange={(event) => {
        onPick(event.target.value);
      }}
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { "aria-label": label })}
    >
      {shown.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

/** Of a long list what is chosen, and the longest of all, which makes the box as wide as it will be. */
function standing(options: Options, value: string): Options {
  let longest = options[0];
  for (const one of options) if (longest === undefined || one.label.length > longest.label.length) longest = one;
  return options.filter((one) => one.value === value || one === longest);
}

import { useEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent, type SyntheticEvent } from "react";

import { units, type Unit } from "@/features/design/limit";
import type { Pack } from "@/features/setup/api";
import { pasted, wrongStage, type OwnStage, type Wish } from "@/features/setup/wish";
import { navigate } from "@/lib/router";
import { useNewWords } from "@/pages/desk/new/words";
import { Button } from "@/ui/desk/Button";

interface Props {
  pack: Pack;
  wish: Wish;
  onChange: (wish: Wish) => void;
}

/** What the company and its stages are called, and how long each may last. */
export function Stages({ pack, wish, onChange }: Props) {
  const t = useNewWords();
  const form = useRef<HTMLFormElement>(null);
  const company = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    company.current?.focus();
  }, []);
  const change = (place: number, part: Partial<OwnStage>) => {
    onChange({ ...wish, stages: wish.stages.map((one, at) => (at === place ? { ...one, ...part } : one)) });
  };
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    const wrong = wrongStage(wish);
    if (wrong === null && wish.name.trim() !== "") {
      navigate("/new?step=people");
      return;
    }
    setSaid(wrong === null ? null : t.wrong[wrong.why](wrong.place + 1));
    if (wrong === null) company.current?.focus();
    else form.current?.querySelector<HTMLElement>(`#stage-${String(wrong.place)}`)?.focus();
  };
  return (
    <form className="card new-form" ref={form} onSubmit={send}>
      <label htmlFor="company">{t.company}</label>
      <input
        id="company"
        ref={company}
        className="native-box"
        autoComplete="organization"
        maxLength={60}
        required
        onKeyDown={onward}
        value={wish.name}
        onChange={(event) => {
          onChange({ ...wish, name: event.target.value });
        }}
      />
      <h1>{t.stagesTitle}</h1>
      <p className="muted">{t.stagesHint}</p>
      <p className="new-stages-head" aria-hidden="true">
        <span>{t.stageHead}</span>
        <span>{t.limitHead}</span>
      </p>
      <ol className="new-stages">
        {wish.stages.map((stage, place) => (
          <li key={stage.key}>
            <NameBox
              place={place}
              stage={stage}
              was={pack.stages[place]?.label ?? ""}
              onChange={change}
              onPaste={(text) => {
                const filled = pasted(wish.stages, place, text);
                if (filled !== null) onChange({ ...wish, stages: filled });
                return filled !== null;
              }}
            />
            <LimitBoxes place={place} stage={stage} onChange={change} />
          </li>
        ))}
      </ol>
      <p className="problem" role="alert">
        {said}
      </p>
      <div className="new-acts">
        <Button look="primary" submit>
          {t.next}
        </Button>
        <Button
          onClick={() => {
            navigate("/new");
          }}
        >
          {t.back}
        </Button>
      </div>
    </form>
  );
}

interface BoxProps {
  place: number;
  stage: OwnStage;
  onChange: (place: number, part: Partial<OwnStage>) => void;
}

function NameBox({
  place,
  stage,
  was,
  onChange,
  onPaste,
}: BoxProps & { was: string; onPaste: (text: string) => boolean }) {
  const t = useNewWords();
  return (
    <span className="new-stage-name">
      <input
        id={`stage-${String(place)}`}
        data-column="name"
        className="native-box"
        aria-label={t.stage(place + 1)}
        autoComplete="off"
        maxLength={40}
        value={stage.label}
        onKeyDown={onward}
        onFocus={(event) => {
          event.target.select();
        }}
        onChange={(event) => {
          onChange(place, { label: event.target.value });
        }}
        onPaste={(event: ClipboardEvent) => {
          if (onPaste(event.clipboardData.getData("text"))) event.preventDefault();
        }}
      />
      {stage.label.trim() === was ? null : <small className="muted">{t.was(was)}</small>}
    </span>
  );
}

function LimitBoxes({ place, stage, onChange }: BoxProps) {
  const t = useNewWords();
  return (
    <span className="new-limit">
      <input
        data-column="limit"
        className="native-box"
        inputMode="decimal"
        aria-label={t.limitOf(place + 1)}
        autoComplete="off"
        maxLength={6}
        placeholder={t.noLimit}
        value={stage.amount}
        onKeyDown={onward}
        onFocus={(event) => {
          event.target.select();
        }}
        onChange={(event) => {
          onChange(place, { amount: event.target.value });
        }}
      />
      <select
        className="native-box"
        aria-label={t.unitOf(place + 1)}
        value={stage.unit}
        onChange={(event) => {
          onChange(place, { unit: event.target.value as Unit });
        }}
      >
        {units.map((unit) => (
          <option key={unit} value={unit}>
            {t.units[unit]}
          </option>
        ))}
      </select>
    </span>
  );
}

/** Enter leads down the column; from its end the form is sent, as from everywhere else. */
function onward(event: KeyboardEvent<HTMLInputElement>) {
  const box = event.currentTarget;
  if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
  const column = box.dataset["column"] ?? "name";
  const boxes = [...(box.form?.querySelectorAll<HTMLInputElement>(`input[data-column=${column}]`) ?? [])];
  const below = boxes[boxes.indexOf(box) + 1];
  if (below === undefined) return;
  event.preventDefault();
  below.focus();
}

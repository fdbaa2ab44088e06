import { useState } from "react";

import { conditionWords } from "@/features/design/conditions/said";
import { useEditor } from "@/features/design/editing";
import { limitSaid } from "@/features/design/limit";
import type { Process, Stage } from "@/features/design/shapes";
import { asideLines, backLine, mainLines, pictureOf, pill, type Picture, type Spot } from "@/features/design/ways";
import { useDesignWords } from "@/features/design/words";
import { useWayWords } from "@/features/design/words/way";
import { say } from "@/lib/i18n";
import { EmptyState } from "@/ui/desk/states";
import "@/features/design/desk/way.css";

interface Props {
  process: Process;
  onOpen: (stage: string) => void;
}

/** A process as a picture: every way through it, those aside and those back, and how it ends. */
export function WayView({ process, onOpen }: Props) {
  const t = useWayWords();
  const words = useDesignWords();
  const [lit, setLit] = useState<string | null>(null);
  const picture = pictureOf(process);
  const { spots, line, top, end, right, width, height } = picture;
  if (spots.length === 0) return <EmptyState title={t.none} />;
  const lost = { left: right - 16 - pill.width, top: end };
  return (
    <section className="card">
      <p className="muted">{t.intro}</p>
      <div className="way-scroll">
        <div className="way" style={{ width, height }}>
          <Lines picture={picture} lit={lit} />
          <span className="way-pill" style={{ left: line - pill.width / 2, top: top - pill.height }}>
            {t.start}
          </span>
          <ol aria-label={t.stages}>
            {spots.map((spot, i) => (
              <Stop
                key={spot.stage.key}
                process={process}
                spot={spot}
                number={i + 1}
                onOpen={onOpen}
                onLight={(on) => {
                  setLit(on ? spot.stage.key : null);
                }}
              />
            ))}
          </ol>
          <span className="way-pill way-won" style={{ left: line - pill.width / 2, top: end }}>
            {say(process.won ?? words.wonUsual)}
          </span>
          <span className="way-pill way-lost" style={lost}>
            {t.lost(say(process.lost ?? words.lostUsual))}
          </span>
        </div>
      </div>
    </section>
  );
}

function Lines({ picture, lit }: { picture: Picture; lit: string | null }) {
  const { spots, rails, line, end, right, width, height } = picture;
  const ways = rails.flatMap((rail) =>
    rail.from.map((from) => ({
      path: backLine(rail, from),
      on: lit === from.stage.key || lit === rail.to.stage.key,
    })),
  );
  const [first] = spots;
  return (
    <svg width={width} height={height} aria-hidden="true">
      <defs>
        <marker id="way-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0L8 4L0 8z" />
        </marker>
      </defs>
      {spots.map(({ stage, x, y, width: wide, height: high }) => (
        <path key={stage.key} className="way-to-lost" d={`M${x + wide} ${y + high / 2} H${right}`} />
      ))}
      {first === undefined ? null : (
        <path
          className="way-to-lost"
          d={`M${right} ${first.y + first.height / 2} V${end + pill.height / 2} H${right - 16}`}
          markerEnd="url(#way-tip)"
        />
      )}
      {/* What is pointed at is drawn last, above the others. */}
      {[...ways.filter(({ on }) => !on), ...ways.filter(({ on }) => on)].map(({ path, on }) => (
        <path key={path} className={on ? "way-back way-lit" : "way-back"} d={path} markerEnd="url(#way-tip)" />
      ))}
      {mainLines(picture).map(({ from, to }) => (
        <path key={from} className="way-on" d={`M${line} ${from} V${to}`} markerEnd="url(#way-tip)" />
      ))}
      {spots
        .filter(({ aside }) => aside)
        .map((spot) => (
          <Aside key={spot.stage.key} spot={spot} line={line} />
        ))}
    </svg>
  );
}

function Aside({ spot, line }: { spot: Spot; line: number }) {
  const { out, back } = asideLines(spot, line);
  return (
    <>
      <path className="way-on" d={out} markerEnd="url(#way-tip)" />
      <path className="way-on" d={back} />
    </>
  );
}

interface StopProps {
  process: Process;
  spot: Spot;
  number: number;
  onOpen: (stage: string) => void;
  onLight: (on: boolean) => void;
}

function Stop({ process, spot, number, onOpen, onLight }: StopProps) {
  const t = useWayWords();
  const { stage, aside, x, y, width, height } = spot;
  const label = say(stage.label);
  const { limit, when, back } = useSaid(process, stage);
  const all = [t.step(number, label), limit, when, back].filter((one) => one !== "").join(t.stop);
  const light = (on: boolean) => () => {
    onLight(on);
  };
  return (
    <li style={{ left: x, top: y, width, height }}>
      <button
        type="button"
        className={aside ? "way-stop way-aside" : "way-stop"}
        title={all}
        onClick={() => {
          onOpen(stage.key);
        }}
        onMouseEnter={light(true)}
        onMouseLeave={light(false)}
        onFocus={light(true)}
        onBlur={light(false)}
      >
        <b>
          {number}. {label}
        </b>
        <small>{limit}</small>
        {when === "" ? null : <span>{when}</span>}
        {back === "" ? null : <span className="vh">{back}</span>}
      </button>
    </li>
  );
}

/** What is said of a stage beside its name. */
function useSaid(process: Process, stage: Stage): Readonly<Record<"limit" | "when" | "back", string>> {
  const t = useWayWords();
  const words = useDesignWords();
  const { body } = useEditor();
  const object = body.objects.find(({ key }) => key === process.object);
  const limit = limitSaid(stage.limit, words.units);
  const earlier = process.stages.filter(({ key }) => stage.back_to?.includes(key)).map((one) => say(one.label));
  return {
    limit: limit === null ? words.noLimit : words.stayAtMost(limit),
    when: stage.when && object !== undefined ? t.when(conditionWords(stage.when, object, body)) : "",
    back: earlier.length === 0 ? "" : t.back(earlier.join(words.comma)),
  };
}

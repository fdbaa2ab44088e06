import { useState } from "react";

import { NewRelation } from "@/features/design/desk/relations/NewRelation";
import { RelationList } from "@/features/design/desk/relations/RelationList";
import { useEditor } from "@/features/design/editing";
import { columnsOf, relations, type Relation } from "@/features/design/objects";
import type { DesignObject } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { DragArea, useDrag, useDrop } from "@/ui/desk/drag";
import "@/features/design/desk/relations/relations.css";

/** How wide and high a card is, how far the next one stands, and how many stand below each other at most. */
const card = { width: 176, height: 56, across: 268, down: 76, edge: 16, most: 8 };

interface Spot {
  readonly object: DesignObject;
  readonly x: number;
  readonly y: number;
}

/** The objects in columns with their references as lines; a line is drawn by dragging a dot onto another object. */
export function RelationMap() {
  const t = useDesignWords();
  const { body } = useEditor();
  const [wanted, setWanted] = useState<{ from: DesignObject; to: DesignObject } | null>(null);
  const [looked, setLooked] = useState<string | null>(null);
  const spots = columnsOf(body, card.most).flatMap((column, i) =>
    column.map((object, j) => ({ object, x: card.edge + i * card.across, y: card.edge + j * card.down })),
  );
  const by = (key: string) => body.objects.find((one) => one.key === key);
  const ties = relations(body);
  const width = Math.max(...spots.map(({ x }) => x)) + card.across;
  const height = Math.max(...spots.map(({ y }) => y)) + card.down;
  return (
    <>
      <p className="muted">{t.relationsIntro}</p>
      <DragArea
        words={{
          help: t.relationHelp,
          over: (from, to) => t.relationOver(say(by(from)?.label), say(by(to)?.label)),
        }}
        onDrop={(from, to) => {
          const [one, other] = [by(from), by(to)];
          if (one !== undefined && other !== undefined) setWanted({ from: one, to: other });
        }}
      >
        <div className="relation-scroll">
          <div className="relation-map" style={{ width, height }}>
            <svg width={width} height={height} aria-hidden="true">
              <Lines ties={ties} spots={spots} looked={looked} />
            </svg>
            {spots.map((spot) => (
              <Card key={spot.object.key} {...spot} onLook={setLooked} />
            ))}
          </div>
        </div>
      </DragArea>
      <RelationList ties={ties} onAdd={setWanted} />
      {wanted === null ? null : (
        <NewRelation
          {...wanted}
          onClose={() => {
            setWanted(null);
          }}
        />
      )}
    </>
  );
}

interface LinesProps {
  ties: readonly Relation[];
  spots: readonly Spot[];
  /** The object that is looked at: its lines stand out, and above the others. */
  looked: string | null;
}

/** One line for each two objects, however many references tie them; it ends at the object that is pointed to. */
function Lines({ ties, spots, looked }: LinesProps) {
  const pairs = new Map(ties.map((tie) => [`${tie.from.key} ${tie.to.key}`, tie]));
  const own = ({ from, to }: Relation) => from.key === looked || to.key === looked;
  const drawn = [...pairs].sort(([, one], [, other]) => Number(own(one)) - Number(own(other)));
  return drawn.map(([key, tie]) => {
    const { from, to } = tie;
    const a = spots.find(({ object }) => object.key === from.key);
    const b = spots.find(({ object }) => object.key === to.key);
    if (a === undefined || b === undefined) return null;
    return <path key={key} d={wayOf(a, b)} className={own(tie) ? "relation-own" : undefined} />;
  });
}

function wayOf(a: Spot, b: Spot): string {
  const [y1, y2] = [a.y + card.height / 2, b.y + card.height / 2];
  if (a.x === b.x) {
    // Within a column the line goes round at the side.
    const x = a.x + card.width;
    return `M${x} ${y1} C${x + 46} ${y1} ${x + 46} ${y2} ${x} ${y2 + (a === b ? 14 : 0)}`;
  }
  const [x1, x2] = a.x > b.x ? [a.x, b.x + card.width] : [a.x + card.width, b.x];
  const half = (x1 + x2) / 2;
  return `M${x1} ${y1} C${half} ${y1} ${half} ${y2} ${x2} ${y2}`;
}

function Card({ object, x, y, onLook }: Spot & { onLook: (key: string | null) => void }) {
  const t = useDesignWords();
  const { ref: place, over } = useDrop(object.key);
  const { ref, handle, dragging } = useDrag(object.key);
  const name = say(object.label);
  const look = () => {
    onLook(object.key);
  };
  const leave = () => {
    onLook(null);
  };
  return (
    <div
      ref={place}
      title={name}
      onPointerEnter={look}
      onPointerLeave={leave}
      onFocus={look}
      onBlur={leave}
      className={over && !dragging ? "relation-card relation-over" : "relation-card"}
      style={{ left: x, top: y, width: card.width, height: card.height }}
    >
      <span>
        <b>{name}</b>
        <small>{t.relationFields(object.fields.length)}</small>
      </span>
      <span ref={ref} className="relation-dot">
        <button type="button" ref={handle} aria-label={t.relationHandle(name)} />
      </span>
    </div>
  );
}

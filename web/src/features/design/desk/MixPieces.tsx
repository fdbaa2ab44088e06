import type { Decision, Mix, Piece } from "@/features/design/mixing";
import { useMixWords } from "@/features/design/words/mixing";

interface Props {
  mix: Mix;
  /** What was chosen just now; the answer to it may still be on its way. */
  chosen: Readonly<Record<string, Decision>>;
  onDecide: (thing: string, decision: Decision) => void;
}

const decisions = ["mine", "theirs", "both"] as const;

/** What would come and why, and the choice where both have one. */
export function MixPieces({ mix, chosen, onDecide }: Props) {
  const t = useMixWords();
  const conflicts = mix.pieces.filter((piece) => piece.decision !== null);
  return (
    <>
      <h2>{t.coming}</h2>
      {mix.pieces.length === 0 ? <p className="muted">{t.nothing}</p> : null}
      <ul className="mix-pieces">
        {mix.pieces.map((piece) => (
          <Line key={piece.thing} piece={piece} />
        ))}
      </ul>
      {conflicts.length === 0 ? null : <h2>{t.conflicts}</h2>}
      {conflicts.map((piece) => (
        <Conflict key={piece.thing} piece={piece} decided={chosen[piece.thing] ?? piece.decision} onDecide={onDecide} />
      ))}
    </>
  );
}

function Line({ piece }: { piece: Piece }) {
  const t = useMixWords();
  const [by] = piece.by;
  return (
    <li>
      <b>{piece.label}</b> <span className="muted">{kindOf(t.parts, piece.part)}</span> · {done(t, piece)}
      {by === undefined ? null : <span className="muted"> · {t.by(by)}</span>}
    </li>
  );
}

type Words = ReturnType<typeof useMixWords>;

function kindOf(parts: Readonly<Record<string, string>>, part: string): string {
  return parts[part] ?? part;
}

function done(t: Words, { standing, decision, target }: Piece): string {
  if (decision === "both") return t.as(target ?? "");
  if (decision !== null) return decision === "mine" ? t.kept : t.replaced;
  return standing === "new" ? t.isNew : t.isSame;
}

function Conflict({
  piece,
  decided,
  onDecide,
}: {
  piece: Piece;
  decided: Decision | null;
  onDecide: Props["onDecide"];
}) {
  const t = useMixWords();
  return (
    <fieldset className="mix-conflict">
      <legend>
        {piece.label} <span className="muted">{kindOf(t.parts, piece.part)}</span>
      </legend>
      <div role="radiogroup" aria-label={t.decide(piece.label)}>
        {decisions.map((decision) => (
          <label key={decision}>
            <input
              type="radio"
              name={piece.thing}
              checked={decided === decision}
              onChange={() => {
                onDecide(piece.thing, decision);
              }}
            />
            {t[decision]}
          </label>
        ))}
      </div>
      <details open={piece.differs.length <= 6}>
        <summary>{piece.differs.length === 0 ? t.sameSaid : t.differs}</summary>
        <ul>
          {piece.differs.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </details>
    </fieldset>
  );
}

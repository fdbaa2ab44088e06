import { Conflict } from "@/features/design/desk/Conflict";
import type { Decision, Mix, Piece } from "@/features/design/mixing";
import { useMixWords } from "@/features/design/words/mixing";
import { Button } from "@/ui/desk/Button";

interface Props {
  mix: Mix;
  /** What was chosen just now; the answer to it may still be on its way. */
  chosen: Readonly<Record<string, Decision>>;
  onDecide: (decided: Readonly<Record<string, Decision>>) => void;
}

/** What would come and why, and where both have one, mine beside the pack's. */
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
      {conflicts.length < 2 ? null : (
        <p className="mix-all">
          {(["mine", "theirs"] as const).map((decision) => (
            <Button
              key={decision}
              onClick={() => {
                onDecide(Object.fromEntries(conflicts.map((piece) => [piece.thing, decision])));
              }}
            >
              {t.all[decision]}
            </Button>
          ))}
        </p>
      )}
      {conflicts.map((piece) => (
        <Conflict
          key={piece.thing}
          piece={piece}
          kind={kindOf(t.parts, piece.part)}
          decided={chosen[piece.thing] ?? piece.decision}
          onDecide={(thing, decision) => {
            onDecide({ [thing]: decision });
          }}
        />
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

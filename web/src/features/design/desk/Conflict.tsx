import { apart } from "@/features/design/apart";
import type { Decision, Difference, Piece } from "@/features/design/mixing";
import { useMixWords } from "@/features/design/words/mixing";

interface Props {
  piece: Piece;
  kind: string;
  decided: Decision | null;
  onDecide: (thing: string, decision: Decision) => void;
}

/** A thing that both have and that differs: mine on the left, the pack's on the right, one of them chosen, or both. */
export function Conflict({ piece, kind, decided, onDecide }: Props) {
  const t = useMixWords();
  const choice = (decision: Decision) => (
    <label>
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
  );
  return (
    <fieldset className="mix-conflict">
      <legend>
        {piece.label} <span className="muted">{kind}</span>
      </legend>
      <table data-decided={decided ?? undefined}>
        <thead>
          <tr>
            <th scope="col">{t.about}</th>
            <th scope="col" className="mine">
              {choice("mine")}
            </th>
            <th scope="col" className="theirs">
              {choice("theirs")}
            </th>
          </tr>
          <tr>
            <td />
            <th scope="colgroup" colSpan={2} className="both">
              {choice("both")}
            </th>
          </tr>
        </thead>
        <tbody>
          {piece.differs.map((one) => (
            <Row key={one.place + one.about} one={one} />
          ))}
          {piece.differs.length > 0 ? null : (
            <tr>
              <td colSpan={3}>{t.sameSaid}</td>
            </tr>
          )}
          {piece.more === 0 ? null : (
            <tr>
              <td colSpan={3} className="muted">
                {t.more(piece.more)}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </fieldset>
  );
}

function Row({ one }: { one: Difference }) {
  const cut = one.mine === null || one.theirs === null ? null : apart(one.mine, one.theirs);
  return (
    <tr>
      <th scope="row">{one.about}</th>
      <Cell side="mine" text={one.mine} marked={cut ? [cut.head, cut.mine, cut.tail] : null} />
      <Cell side="theirs" text={one.theirs} marked={cut ? [cut.head, cut.theirs, cut.tail] : null} />
    </tr>
  );
}

interface CellProps {
  side: "mine" | "theirs";
  text: string | null;
  marked: readonly [string, string, string] | null;
}

function Cell({ side, text, marked }: CellProps) {
  const t = useMixWords();
  if (text === null) return <td className={`${side} muted`}>{t.absent}</td>;
  const [head, differs, tail] = marked ?? ["", text, ""];
  return (
    <td className={side}>
      {head}
      {differs === "" ? null : <mark>{differs}</mark>}
      {tail}
    </td>
  );
}

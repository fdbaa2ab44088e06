import { addressOf, called } from "@/features/design/places";
import type { Body, Fault } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { Link } from "@/lib/router";
import { Glyph } from "@/ui/Status";

interface Props {
  draft: number;
  body: Body;
  faults: readonly Fault[];
  onGo?: () => void;
}

/** What is wrong, each with its place; where a screen shows the place, a link leads there. */
export function Faults({ draft, body, faults, onGo }: Props) {
  const t = useDesignWords();
  return (
    <ul className="design-faults">
      {faults.map((fault, i) => {
        const where = called(body, fault.place, t.members) || fault.place || t.whole;
        const to = addressOf(draft, fault.place);
        return (
          <li key={i}>
            <Glyph tone="bad" />
            <span>
              {to === null ? (
                <b>{where}</b>
              ) : (
                <Link to={to} {...(onGo === undefined ? {} : { onClick: onGo })}>
                  {where}
                </Link>
              )}
              <span>{t.faults[fault.code] ?? fault.message}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** The problems a refusal names, as faults. */
export function faultsOf(facts: Readonly<Record<string, unknown>>): readonly Fault[] {
  const { problems } = facts;
  if (!Array.isArray(problems)) return [];
  return (problems as readonly Partial<Fault>[]).map(({ place = "", code = "", message = "" }) => ({
    place,
    code,
    message,
  }));
}

import { handedIn } from "@/features/process/next";
import { ItemState } from "@/features/process/phone/ItemState";
import type { GateItem, Journey } from "@/features/process/shapes";
import { useProcessWords } from "@/features/process/words";
import { Glyph, type Tone } from "@/ui/Status";

interface Props {
  journey: Journey;
  onOpen: (key: string) => void;
}

/** What this stage asks for, each with how it stands; a tap shows what was handed in and takes more. */
export function DeliverableChips({ journey, onOpen }: Props) {
  const words = useProcessWords();
  const items = journey.gate.items.filter((item) => item.kind === "deliverable");
  if (items.length === 0) return null;
  return (
    <ul className="deliverables" aria-label={words.deliverables}>
      {items.map((item) => (
        <li key={item.key}>
          <button
            type="button"
            className="deliverable"
            onClick={() => {
              onOpen(item.key);
            }}
          >
            <Glyph tone={toneOf(item, journey)} />
            <span>
              {item.label}
              {item.need > 1 ? ` ${words.have(item.have, item.need)}` : ""}
              <ItemState item={item} journey={journey} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function toneOf(item: GateItem, journey: Journey): Tone {
  if (item.met) return "ok";
  if (item.reason === "rejected" || handedIn(journey, item.key)[0]?.status === "rejected") return "bad";
  return item.have > 0 || item.reason.startsWith("waiting") ? "warn" : "idle";
}

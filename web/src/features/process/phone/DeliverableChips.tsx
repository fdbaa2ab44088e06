import { handedIn } from "@/features/process/next";
import { usePhoneProcessWords } from "@/features/process/phone/words";
import type { GateItem, Journey, ProcessDef } from "@/features/process/shapes";
import { deliverable } from "@/features/process/way";
import { useProcessWords } from "@/features/process/words";
import { Glyph, type Tone } from "@/ui/Status";

interface Props {
  journey: Journey;
  process: ProcessDef | undefined;
  onOpen: (key: string) => void;
}

/** What this stage asks for, each with how it stands; a tap shows what was handed in and takes more. */
export function DeliverableChips({ journey, process, onOpen }: Props) {
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
              <State item={item} journey={journey} reviewed={deliverable(process, item.key)?.review !== "none"} />
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

/** Who looks at it, and what they said. */
function State({ item, journey, reviewed }: { item: GateItem; journey: Journey; reviewed: boolean }) {
  const t = usePhoneProcessWords();
  const words = useProcessWords();
  const [latest] = handedIn(journey, item.key);
  if (item.reason === "waiting_customer") return <small>{t.waitingCustomer}</small>;
  if (latest?.status === "rejected" && !item.met) {
    const reason = latest.review_reason ?? "";
    return <small>{t.rejectedBy(latest.reviewed_by?.name ?? "", reason === "" ? t.noReason : reason)}</small>;
  }
  if (latest?.status === "waiting") return <small>{t.waitingFor(latest.reviewer?.name ?? "")}</small>;
  if (item.met && reviewed && latest?.reviewed_by) return <small>{words.reviewedBy(latest.reviewed_by.name)}</small>;
  return null;
}

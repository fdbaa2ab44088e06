import type { Beside } from "@/features/records/api";
import { dueOf, type Due } from "@/features/records/phone/due";
import { usePhoneRecordWords } from "@/features/records/phone/words";
import { useLang } from "@/lib/i18n";
import { duration } from "@/lib/time";
import { useShared } from "@/lib/words/shared";
import { Status } from "@/ui/Status";

/** How a journey stands in time: shape, word and colour. */
export function DueStatus({ journey, now = new Date() }: { journey: Beside; now?: Date }) {
  return <Said due={dueOf(journey, now)} />;
}

/** How near a moment is by which something was promised. */
export function MomentStatus({ at, near = false, now = new Date() }: { at: string; near?: boolean; now?: Date }) {
  return <Said due={dueOf({ outcome: null, due_at: at, level: near ? "warn" : "ok" }, now)} />;
}

function Said({ due }: { due: Due }) {
  const t = usePhoneRecordWords();
  const shared = useShared();
  const lang = useLang();
  const words = () => {
    if (due.said === "over" || due.said === "left") return t[due.said](duration(due.minutes, lang));
    return due.said === "won" || due.said === "lost" ? shared.outcomes[due.said] : t[due.said];
  };
  return <Status tone={due.tone}>{words()}</Status>;
}

import { handedIn } from "@/features/process/next";
import { usePhoneProcessWords } from "@/features/process/phone/words";
import type { GateItem, HandedIn, Journey } from "@/features/process/shapes";
import { useProcessWords } from "@/features/process/words";

/** Who looks at a deliverable, and what they said of it. */
export function ItemState({ item, journey }: { item: GateItem; journey: Journey }) {
  const t = usePhoneProcessWords();
  const [latest] = handedIn(journey, item.key);
  if (item.reason === "waiting_customer") return <small>{t.waitingCustomer}</small>;
  if (latest === undefined) return null;
  if (latest.status === "rejected") return item.met ? null : <Rejection of={latest} />;
  if (latest.status === "waiting") return <Waiting of={latest} />;
  return <Reviewed of={latest} />;
}

/** Sent back: by whom and why. */
export function Rejection({ of: thing }: { of: HandedIn }) {
  const t = usePhoneProcessWords();
  const who = thing.reviewed_by?.name ?? "";
  const why = thing.review_reason ?? "";
  return <small>{t.rejectedBy(who, why === "" ? t.noReason : why)}</small>;
}

/** Whose word is waited for. */
export function Waiting({ of: thing }: { of: HandedIn }) {
  const t = usePhoneProcessWords();
  return thing.reviewer === null ? null : <small>{t.waitingFor(thing.reviewer.name)}</small>;
}

/** Who said that it will do. */
export function Reviewed({ of: thing }: { of: HandedIn }) {
  const words = useProcessWords();
  return thing.reviewed_by === null ? null : <small>{words.reviewedBy(thing.reviewed_by.name)}</small>;
}

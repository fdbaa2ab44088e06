import type { ReactNode } from "react";

import { useStand, type Stand } from "@/features/pool/api";
import { usePoolWords } from "@/features/pool/words";
import { useLang, type Lang } from "@/lib/i18n";
import { daysFrom, when } from "@/lib/time";
import "@/features/pool/pool.css";

type Words = ReturnType<typeof usePoolWords>;

interface Props {
  object: string;
  id: number;
  /** The way to give it back, where one may. */
  give: (label: string) => ReactNode;
}

/** How a record stands to its pool: what of its protection is left, and when it goes back by itself. */
export function PoolStand({ object, id, give }: Props) {
  const t = usePoolWords();
  const lang = useLang();
  const stand = useStand(object, id).data;
  if (stand === undefined || stand.label === null) return null;
  const said = saidOf({ ...stand, label: stand.label }, t, lang);
  return (
    <span className="pool-stand">
      {said === null ? null : <span>{said}</span>}
      {stand.may_return ? give(stand.label) : null}
    </span>
  );
}

function saidOf(stand: Stand & { label: string }, { stands }: Words, lang: Lang): string | null {
  const now = new Date();
  const { lies, label, protected_until: safe, return_at: back } = stand;
  if (lies) return stands.lies(label);
  if (safe !== null && new Date(safe) > now) return stands.protected(when(safe, lang), daysFrom(now, new Date(safe)));
  return back === null ? null : stands.back(when(back, lang), label);
}

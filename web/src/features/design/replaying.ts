import { useMutation } from "@tanstack/react-query";

import { added } from "@/features/design/parts";
import type { Replay, ReplayPart } from "@/features/design/shapes";
import { send } from "@/lib/http";

const partsOfReplay = 12;
const partsAtOnce = 2;

/**
 * The last days lived again under a draft, part by part, two at a time; `revision` is the one that was asked about, and
 * `onPart` is told how much of it is done.
 */
export function useReplay(id: number, onPart: (done: number) => void) {
  return useMutation({
    mutationFn: async ({ days }: { days: number; revision: number }): Promise<Replay> => {
      onPart(0);
      const ask = (part: number, until: string | null) =>
        send<ReplayPart>("POST", `/design/drafts/${id}/replay`, { days, until, part, of: partsOfReplay });
      const first = await ask(1, null);
      const parts: [ReplayPart, ...ReplayPart[]] = [first];
      let done = 1;
      const go = async (from: number) => {
        for (let part = from; part <= partsOfReplay; part += partsAtOnce) {
          onPart(done / partsOfReplay);
          // The days of all parts end at the same moment, whatever happens meanwhile.
          parts[part - 1] = await ask(part, first.until);
          done += 1;
        }
      };
      await Promise.all(Array.from({ length: partsAtOnce }, (_, i) => go(i + 2)));
      return added(parts);
    },
  });
}

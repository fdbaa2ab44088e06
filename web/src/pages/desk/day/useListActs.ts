import { useState } from "react";

import { useNudge, type Thing } from "@/features/agenda/api";
import { useDayWords } from "@/features/agenda/words";
import type { RowActs } from "@/pages/desk/day/DayTable";
import { useDoing } from "@/pages/desk/day/useDoing";
import { toast } from "@/ui/desk/toast";

type What = "put_off" | "give";

export type ListActs = ReturnType<typeof useListActs>;

/** What one does with the things of a list, with those one has chosen, and what is being asked just now. */
export function useListActs(person: number | null) {
  const t = useDayWords();
  const { hidden, run, tell } = useDoing(person);
  const nudge = useNudge();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<{ what: What; things: readonly Thing[] } | null>(null);
  const over = () => {
    setAsking(null);
    setChosen(new Set());
  };
  const ask = (what: What, things: readonly Thing[]) => {
    const able = things.filter((one) => one.can.includes(what));
    if (able.length > 0) setAsking({ what, things: able });
  };
  const finish = (things: readonly Thing[]) => {
    const able = things.filter((one) => one.can.includes("done"));
    run({ act: "done" }, able, t.doneSaid(able.length));
    setChosen(new Set());
  };
  const asked = asking?.things ?? [];
  const row: RowActs = {
    give: (thing) => {
      ask("give", [thing]);
    },
    ...(person === null
      ? {
          done: (thing) => {
            finish([thing]);
          },
          putOff: (thing) => {
            ask("put_off", [thing]);
          },
        }
      : {
          nudge: (thing) => {
            const said = () => {
              toast(t.nudged);
            };
            nudge.mutate({ person, thing: thing.thing }, { onSuccess: said, onError: tell });
          },
        }),
  };
  return {
    hidden,
    chosen,
    asking,
    row,
    over,
    ask,
    finish,
    choose: (keys: readonly string[], on: boolean) => {
      setChosen((before) => new Set(on ? [...before, ...keys] : [...before].filter((key) => !keys.includes(key))));
    },
    putOff: (until: Date) => {
      run({ act: "put_off", until: until.toISOString() }, asked, t.putOffSaid(asked.length));
      over();
    },
    give: (to: { id: number; name: string }, note: string) => {
      run({ act: "give", to: to.id, note }, asked, t.giveSaid(asked.length, to.name));
      over();
    },
  };
}

import { useState } from "react";

import { useAct, type Act, type Thing } from "@/features/agenda/api";
import { Refusal } from "@/lib/refusal";
import { useLang } from "@/lib/i18n";
import { sentence } from "@/lib/sentence";
import { useShared } from "@/lib/words/shared";
import { toast, toastUndo } from "@/ui/desk/toast";

/** Doing something with things: gone from the list at once, done after five seconds in which it can be taken back. */
export function useDoing(person: number | null) {
  const shared = useShared();
  const lang = useLang();
  const send = useAct();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const back = (keys: readonly string[]) => {
    setHidden((before) => new Set([...before].filter((key) => !keys.includes(key))));
  };
  const run = (act: Omit<Act, "things" | "person">, things: readonly Thing[], said: string) => {
    const keys = things.map((one) => one.thing);
    if (keys.length === 0) return;
    setHidden((before) => new Set([...before, ...keys]));
    const done = () => {
      send.mutate(
        { ...act, things: keys, ...(person === null ? {} : { person }) },
        {
          onSuccess: (items) => {
            // What another was faster with is said once; the list shows how it is.
            const codes = [...new Set(items.flatMap((one) => (one.no === null ? [] : [one.no])))];
            for (const code of codes) tell(new Refusal({ code, message: code, facts: {} }));
          },
          onError: tell,
          onSettled: () => {
            back(keys);
          },
        },
      );
    };
    toastUndo(said, shared.undo, {
      act: done,
      onUndo: () => {
        back(keys);
      },
    });
  };
  const tell = (error: unknown) => {
    const { what, how } = sentence(error, lang);
    toast(`${what}${how}`);
  };
  return { hidden, run, tell };
}

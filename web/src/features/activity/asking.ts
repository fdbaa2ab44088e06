import { useState } from "react";

import { useAskHelp } from "@/features/activity/calling";
import type { Found } from "@/ui/kit";

/** A question for help while it is written: what about, whom, and the way to send it. */
export type Asking = ReturnType<typeof useAsking>;

/** Ask for help with a record; `onAsked` is told who was asked. */
export function useAsking(object: string, id: number, onAsked: (name: string) => void) {
  const ask = useAskHelp(object, id);
  const [note, setNote] = useState("");
  const [whom, setWhom] = useState<Found | null>(null);
  const send = () => {
    const helper = whom === null ? {} : { helper_id: whom.id };
    ask.mutate(
      { note: note.trim(), ...helper },
      {
        onSuccess: ({ name }) => {
          onAsked(name);
        },
      },
    );
  };
  return { note, setNote, whom, setWhom, send, busy: ask.isPending, error: ask.error };
}

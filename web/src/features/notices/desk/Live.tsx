import { useCallback } from "react";

import { useLive } from "@/features/notices/live";
import { useLiveWords } from "@/features/notices/words";
import type { Sent } from "@/lib/contract";
import { navigate } from "@/lib/router";
import { toast } from "@/ui/desk/toast";

/** Listens as long as somebody is logged in and looks; what is worth an interruption is said in passing. */
export function Live() {
  const t = useLiveWords();
  const onPush = useCallback(
    ({ title, count }: Sent<"PushedOut">) => {
      const look = () => {
        navigate("/inbox");
      };
      toast(t.pushed(title, count), { label: t.look, onClick: look });
    },
    [t],
  );
  useLive(onPush);
  return null;
}

import { useEffect } from "react";

import { useDraft } from "@/features/design/api";
import type { Body } from "@/features/design/shapes";
import { navigate } from "@/lib/router";
import { Loaded, Skeleton } from "@/ui/desk/states";

/** A draft opens at its first process; one without any, at its first object. */
export function DraftPage({ id }: { id: number }) {
  return <Loaded of={useDraft(id)}>{(draft) => <Onward to={`/design/${id}/${firstPart(draft.body)}`} />}</Loaded>;
}

function Onward({ to }: { to: string }) {
  useEffect(() => {
    navigate(to, { replace: true });
  }, [to]);
  return <Skeleton />;
}

function firstPart(body: Body): string {
  const process = body.processes?.[0];
  return process === undefined ? `objects/${body.objects[0]?.key ?? ""}` : `process/${process.key}`;
}

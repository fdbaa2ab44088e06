import type { ReactNode } from "react";

import { useObjects, type ObjectDef } from "@/features/objects/api";
import { notFound } from "@/lib/refusal";
import { ErrorState, Loaded } from "@/ui/desk/states";

/** What is shown of an object once it has come; where there is none of that key, or one may not see it, that. */
export function OfObject({ of: key, children }: { of: string; children: (object: ObjectDef) => ReactNode }) {
  return (
    <Loaded of={useObjects()}>
      {(all) => {
        const object = all.find((one) => one.key === key);
        return object === undefined ? <ErrorState error={notFound} /> : children(object);
      }}
    </Loaded>
  );
}

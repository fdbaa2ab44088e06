import { DesignFrame } from "@/features/design/desk/DesignFrame";
import { FieldGrid } from "@/features/design/desk/FieldGrid";
import { ObjectSettings } from "@/features/design/desk/ObjectSettings";
import type { Body, DesignObject } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { notFound } from "@/lib/refusal";
import { ErrorState } from "@/ui/desk/states";

/** The fields of an object in a draft. */
export function ObjectPage({ draft, object }: { draft: number; object: string }) {
  const t = useDesignWords();
  return (
    <DesignFrame
      id={draft}
      part={`objects/${object}`}
      first={t.tabFields}
      title={(body) => t.objectTitle(say(of(body, object)?.label))}
    >
      {(body) => {
        const found = of(body, object);
        return found === undefined ? (
          <ErrorState error={notFound} />
        ) : (
          <>
            <ObjectSettings object={found} />
            <FieldGrid object={found} />
          </>
        );
      }}
    </DesignFrame>
  );
}

function of(body: Body, key: string): DesignObject | undefined {
  return body.objects.find((one) => one.key === key);
}

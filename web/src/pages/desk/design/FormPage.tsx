import { DesignFrame } from "@/features/design/desk/DesignFrame";
import { FormDesigner } from "@/features/design/desk/forms/FormDesigner";
import type { Body, DesignObject } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { say } from "@/lib/i18n";
import { notFound } from "@/lib/refusal";
import { ErrorState } from "@/ui/desk/states";

/** The forms of an object in a draft. */
export function FormPage({ draft, object }: { draft: number; object: string }) {
  const t = useDesignWords();
  return (
    <DesignFrame
      id={draft}
      part={`forms/${object}`}
      first={t.tabForm}
      title={(body) => t.formTitle(say(of(body, object)?.label))}
    >
      {(body) => {
        const found = of(body, object);
        return found === undefined ? <ErrorState error={notFound} /> : <FormDesigner object={found} />;
      }}
    </DesignFrame>
  );
}

function of(body: Body, key: string): DesignObject | undefined {
  return body.objects.find((one) => one.key === key);
}

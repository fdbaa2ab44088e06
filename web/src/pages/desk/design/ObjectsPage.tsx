import { DesignFrame } from "@/features/design/desk/DesignFrame";
import { ObjectList } from "@/features/design/desk/ObjectList";
import { useDesignWords } from "@/features/design/words";

/** The objects of a draft. */
export function ObjectsPage({ draft }: { draft: number }) {
  const t = useDesignWords();
  return (
    <DesignFrame id={draft} part="objects" first={t.objectsTitle} title={() => t.objectsTitle}>
      {() => <ObjectList />}
    </DesignFrame>
  );
}

import { DesignFrame } from "@/features/design/desk/DesignFrame";
import { RelationMap } from "@/features/design/desk/relations/RelationMap";
import { useDesignWords } from "@/features/design/words";

/** What ties the objects of a draft. */
export function RelationsPage({ draft }: { draft: number }) {
  const t = useDesignWords();
  return (
    <DesignFrame id={draft} part="relations" first={t.relations} title={() => t.relations}>
      {() => <RelationMap />}
    </DesignFrame>
  );
}

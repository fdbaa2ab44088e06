import { DesignFrame } from "@/features/design/desk/DesignFrame";
import { MixView } from "@/features/design/desk/MixView";
import { useMixWords } from "@/features/design/words/mixing";

/** Taking parts of a pack into a draft. */
export function PacksPage({ draft }: { draft: number }) {
  const t = useMixWords();
  return (
    <DesignFrame id={draft} part="packs" first={t.tab} title={() => t.title}>
      {() => <MixView />}
    </DesignFrame>
  );
}

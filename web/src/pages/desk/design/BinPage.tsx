import { Bin } from "@/features/design/desk/Bin";
import { DesignFrame } from "@/features/design/desk/DesignFrame";
import { useDesignWords } from "@/features/design/words";

/** What can still come back. */
export function BinPage({ draft }: { draft: number }) {
  const t = useDesignWords();
  return (
    <DesignFrame id={draft} part="bin" first={t.bin} title={() => t.bin}>
      {() => <Bin />}
    </DesignFrame>
  );
}

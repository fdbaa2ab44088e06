import type { ProcessDef } from "@/features/process/shapes";
import type { Drop } from "@/features/process/way";
import type { RecordItem } from "@/features/records/api";
import { useListWords } from "@/pages/desk/list/words";

/** In words, why a card may not be put down there. */
export function Why({
  item,
  to,
  drop: where,
  process,
}: {
  item: RecordItem;
  to: string;
  drop: Drop & { ok: false };
  process: ProcessDef;
}) {
  const t = useListWords();
  const label = (key: string | null | undefined) => process.stages.find((stage) => stage.key === key)?.label ?? "";
  if (where.why === "same") return <p>{t.dropSame}</p>;
  if (where.why === "backward") return <p>{t.dropBackward(label(item.journey?.stage), label(to))}</p>;
  return <p>{where.next === null ? t.dropEnd : t.dropSkips(label(to), label(where.next))}</p>;
}

import { LogForm } from "@/features/activity/phone/LogForm";
import { useActivityWords } from "@/features/activity/words";
import { Sheet } from "@/ui/phone/Sheet";

interface Props {
  object: string;
  id: number;
  title: string;
  onClose: () => void;
}

/** A contact written down from wherever one is. */
export function LogSheet({ object, id, title, onClose }: Props) {
  const t = useActivityWords();
  return (
    <Sheet title={`${t.log}：${title}`} onClose={onClose}>
      <LogForm object={object} id={id} onDone={onClose} />
    </Sheet>
  );
}

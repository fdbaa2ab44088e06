import { useDayWords } from "@/features/agenda/words";
import { Button } from "@/ui/desk/Button";
import { Modal } from "@/ui/desk/Modal";

interface Props {
  count: number;
  onClose: () => void;
  onChoose: (until: Date) => void;
}

/** Until when: one click more and it is gone until then. */
export function PutOffDialog({ count, onClose, onChoose }: Props) {
  const t = useDayWords();
  const moments = [
    [t.hour, () => new Date(Date.now() + 3_600_000)],
    [t.tomorrow, () => morning(1)],
    [t.threeDays, () => morning(3)],
    [t.week, () => morning(7)],
  ] as const;
  return (
    <Modal open title={t.whenTitle(count)} onClose={onClose} width={400}>
      <div className="day-moments">
        {moments.map(([label, at]) => (
          <Button
            key={label}
            wide
            onClick={() => {
              onChoose(at());
            }}
          >
            {label}
          </Button>
        ))}
      </div>
    </Modal>
  );
}

function morning(days: number): Date {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, 9);
}

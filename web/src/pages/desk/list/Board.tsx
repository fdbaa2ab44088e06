import { useState } from "react";

import type { ObjectDef } from "@/features/objects/api";
import { useMove, useStageCounts } from "@/features/process/api";
import { RefusedDialog } from "@/features/process/desk/RefusedDialog";
import type { ProcessDef } from "@/features/process/shapes";
import { drop, type Drop } from "@/features/process/way";
import type { Asked, RecordItem } from "@/features/records/api";
import { refused } from "@/lib/refusal";
import { navigate } from "@/lib/router";
import { fixAddress } from "@/pages/desk/record/address";
import { Column } from "@/pages/desk/list/Column";
import { Why } from "@/pages/desk/list/Why";
import { useListWords } from "@/pages/desk/list/words";
import { DragArea } from "@/ui/desk/drag";
import { Modal } from "@/ui/desk/Modal";
import { ErrorState } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";
import "@/pages/desk/list/board.css";

interface Props {
  object: ObjectDef;
  process: ProcessDef;
  asked: Asked;
}

/** What did not work after a card was let go: the server's refusal, or why that place is none. */
type Trouble = { item: RecordItem; error: unknown } | { item: RecordItem; to: string; drop: Drop & { ok: false } };

/** Journeys by stage. A card let go on the next stage moves on if its gate is open; else one reads what is missing. */
export function Board({ object, process, asked }: Props) {
  const t = useListWords();
  const counts = useStageCounts(process.key).data ?? [];
  const [cards] = useState(() => new Map<string, RecordItem>());
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const move = useMove();
  const label = (key: string) => process.stages.find((stage) => stage.key === key)?.label ?? key;

  const advance = (item: RecordItem, to?: string) => {
    const journey = item.journey;
    if (journey === null) return;
    move.mutate(
      { id: journey.id, start: journey.stage, ...(to === undefined ? {} : { to }) },
      {
        onSuccess: (after) => {
          toast(after.outcome === "won" ? t.won(item.title) : t.moved(item.title, after.stage_label));
        },
        onError: (error) => {
          setTrouble({ item, error });
        },
      },
    );
  };
  const handleDrop = (card: string, stage: string) => {
    const item = cards.get(card);
    if (item?.journey === undefined || item.journey === null) return;
    const where = drop(process.stages, item.journey.stage, stage);
    if (where.ok) advance(item, stage);
    else if (where.why !== "same") setTrouble({ item, to: stage, drop: where });
  };
  return (
    <DragArea
      words={{ help: t.dragHelp, over: (card, stage) => t.toColumn(cards.get(card)?.title ?? "", label(stage)) }}
      onDrop={handleDrop}
    >
      <div className="board">
        {process.stages.map((stage, i) => (
          <Column
            key={stage.key}
            object={object}
            stage={stage}
            next={process.stages[i + 1]}
            count={counts.find((one) => one.key === stage.key)}
            asked={asked}
            moving={move.isPending ? move.variables.id : null}
            onSeen={(item) => cards.set(String(item.id), item)}
            onNext={(item) => {
              advance(item);
            }}
          />
        ))}
      </div>
      {trouble === null ? null : (
        <TroubleDialog
          trouble={trouble}
          process={process}
          object={object}
          onClose={() => {
            setTrouble(null);
          }}
        />
      )}
    </DragArea>
  );
}

interface TroubleProps {
  trouble: Trouble;
  process: ProcessDef;
  object: ObjectDef;
  onClose: () => void;
}

function TroubleDialog({ trouble, process, object, onClose }: TroubleProps) {
  const t = useListWords();
  const { item } = trouble;
  if ("error" in trouble && refused(trouble.error, "gate_closed")) {
    return (
      <RefusedDialog
        title={item.title}
        refusal={trouble.error}
        process={process}
        onClose={onClose}
        onFix={(fix) => {
          navigate(fixAddress(object.key, item.id, fix));
        }}
      />
    );
  }
  return (
    <Modal
      open
      title={"error" in trouble ? item.title : t.dropTitle}
      onClose={onClose}
      act={{
        label: t.openCard,
        onClick: () => {
          navigate(`/r/${object.key}/${item.id}`);
        },
      }}
    >
      {"error" in trouble ? <ErrorState error={trouble.error} /> : <Why {...trouble} process={process} />}
    </Modal>
  );
}

import { useState } from "react";

import { useAct } from "@/features/process/api";
import { ReasonDialog } from "@/features/process/desk/ReasonDialog";
import { RefusedDialog } from "@/features/process/desk/RefusedDialog";
import { MissingList } from "@/features/process/MissingList";
import type { Journey, ProcessDef } from "@/features/process/shapes";
import { missing, type Fix } from "@/features/process/way";
import { useProcessWords } from "@/features/process/words";
import { perform } from "@/lib/perform";
import { Refusal, refused } from "@/lib/refusal";
import { useRecordPageWords } from "@/pages/desk/record/words";
import { Button } from "@/ui/desk/Button";
import { Menu, type MenuItem } from "@/ui/desk/choosers";
import { Modal } from "@/ui/desk/Modal";
import { ErrorState } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";

interface Props {
  journey: Journey;
  process: ProcessDef | undefined;
  onFix: (fix: Fix) => void;
}

type Asking = "back" | "lose" | "except" | null;

/** The button that moves on. It is never shut: what is missing is told, and one is taken to it. */
export function Advance({ journey, process, onFix }: Props) {
  const t = useProcessWords();
  const act = useAct(journey.id);
  const [asking, setAsking] = useState<Asking>(null);
  const { next, can } = journey;
  const advance = () => {
    perform(act, { do: "advance", start: journey.stage }, (after) => {
      toast(after.outcome === "won" ? t.wonToast : t.moved(after.stage_label));
    });
  };
  return (
    <>
      <More journey={journey} onAsk={setAsking} />
      {can.advance && next !== null ? (
        <Button look="primary" busy={act.isPending && asking === null} onClick={advance}>
          {next.key === "won" ? t.win(next.label) : t.enter(next.label)}
        </Button>
      ) : null}
      {asking === null ? (
        <Refused
          title={journey.title}
          error={act.error}
          process={process}
          onFix={(fix) => {
            act.reset();
            onFix(fix);
          }}
          onClose={act.reset}
        />
      ) : (
        <Ask
          key={asking}
          asking={asking}
          journey={journey}
          process={process}
          onFix={(fix) => {
            setAsking(null);
            onFix(fix);
          }}
          onClose={() => {
            act.reset();
            setAsking(null);
          }}
        />
      )}
    </>
  );
}

interface RefusedProps {
  title: string;
  error: Error | null;
  process: ProcessDef | undefined;
  onFix: (fix: Fix) => void;
  onClose: () => void;
}

function Refused({ title, error, process, onFix, onClose }: RefusedProps) {
  if (error === null) return null;
  if (refused(error, "gate_closed") && error instanceof Refusal) {
    return <RefusedDialog title={title} refusal={error} process={process} onFix={onFix} onClose={onClose} />;
  }
  return (
    <Modal open title={title} onClose={onClose}>
      <ErrorState error={error} />
    </Modal>
  );
}

function More({ journey, onAsk }: { journey: Journey; onAsk: (asking: Asking) => void }) {
  const t = useProcessWords();
  const words = useRecordPageWords();
  const { can, gate, back } = journey;
  const all: (MenuItem | false)[] = [
    can.go_back &&
      back.length > 0 && {
        key: "back",
        label: t.backAct,
        onClick: () => {
          onAsk("back");
        },
      },
    can.make_exception &&
      !gate.open && {
        key: "except",
        label: t.exceptionAct,
        onClick: () => {
          onAsk("except");
        },
      },
    can.close && {
      key: "lose",
      label: t.loseAct,
      danger: true,
      onClick: () => {
        onAsk("lose");
      },
    },
  ];
  const items = all.filter((item) => item !== false);
  if (items.length === 0) return null;
  return (
    <Menu items={items}>
      <Button>{words.more}</Button>
    </Menu>
  );
}

function Ask({
  asking,
  journey,
  process,
  onFix,
  onClose,
}: Props & { asking: "back" | "lose" | "except"; onClose: () => void }) {
  const t = useProcessWords();
  const act = useAct(journey.id);
  const same = { busy: act.isPending, error: act.error, onClose };
  const done = { onSuccess: onClose };
  if (asking === "lose") {
    return (
      <ReasonDialog
        {...same}
        title={t.loseTitle}
        act={t.loseDo}
        danger
        choices={journey.reasons.lost ?? []}
        noteLabel={t.loseNote}
        onDo={(reason, note) => {
          act.mutate({ do: "close", reason, note }, done);
        }}
      />
    );
  }
  if (asking === "except") {
    return (
      <ReasonDialog
        {...same}
        title={t.exceptionTitle}
        act={t.exceptionDo}
        onDo={(reason) => {
          act.mutate({ do: "exceptions", reason }, done);
        }}
      >
        <p>{t.exceptionIntro}</p>
        <MissingList items={missing(journey.gate.items)} process={process} onFix={onFix} />
      </ReasonDialog>
    );
  }
  return (
    <Back
      journey={journey}
      {...same}
      onDo={(to, reason) => {
        act.mutate({ do: "go_back", to, reason }, done);
      }}
    />
  );
}

interface BackProps {
  journey: Journey;
  busy: boolean;
  error: unknown;
  onDo: (to: string, reason: string) => void;
  onClose: () => void;
}

function Back({ journey, busy, error, onDo, onClose }: BackProps) {
  const t = useProcessWords();
  const [to, setTo] = useState(journey.back[0]?.key ?? "");
  return (
    <ReasonDialog
      title={t.backTitle}
      act={t.backTo(journey.back.find((stage) => stage.key === to)?.label ?? "")}
      busy={busy}
      error={error}
      onClose={onClose}
      onDo={(reason) => {
        onDo(to, reason);
      }}
    >
      <fieldset className="reasons">
        <legend className="vh">{t.backTitle}</legend>
        {journey.back.map((stage) => (
          <label key={stage.key}>
            <input
              type="radio"
              name="back"
              checked={to === stage.key}
              onChange={() => {
                setTo(stage.key);
              }}
            />
            {stage.label}
          </label>
        ))}
      </fieldset>
    </ReasonDialog>
  );
}

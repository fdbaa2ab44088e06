import { useState } from "react";

import { useAsking } from "@/features/activity/asking";
import { useNumbers } from "@/features/activity/calling";
import { QuickLog } from "@/features/activity/desk/QuickLog";
import { HelpFields } from "@/features/activity/HelpFields";
import { useActivityWords } from "@/features/activity/words";
import { Button } from "@/ui/desk/Button";
import { Modal } from "@/ui/desk/Modal";
import { Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";

interface About {
  object: string;
  id: number;
  title: string;
}

/** What one does about a record one was told of, from where one reads it: ring up, write down, ask for help. */
export function ContactActs(about: About) {
  const t = useActivityWords();
  const [open, setOpen] = useState<"call" | "log" | "help" | null>(null);
  const close = () => {
    setOpen(null);
  };
  const act = (what: "call" | "log" | "help") => (
    <Button
      size="small"
      onClick={() => {
        setOpen(what);
      }}
    >
      {t[what]}
    </Button>
  );
  return (
    <>
      {act("call")}
      {act("log")}
      {act("help")}
      {open === "call" || open === "log" ? (
        <Modal open title={`${t[open]}：${about.title}`} onClose={close}>
          {open === "call" ? <Numbers object={about.object} id={about.id} /> : null}
          <QuickLog object={about.object} id={about.id} onDone={close} />
        </Modal>
      ) : null}
      {open === "help" ? <HelpModal {...about} onClose={close} /> : null}
    </>
  );
}

/** Whom to ring; what came of it is written right below, when one has hung up. */
function Numbers({ object, id }: { object: string; id: number }) {
  const t = useActivityWords();
  const numbers = useNumbers(object, id);
  if (numbers.data?.length === 0) return <p className="muted">{t.noNumber}</p>;
  return (
    <ul className="call-numbers">
      {numbers.data?.map((one) => (
        <li key={one.number}>
          {one.name} <a href={`tel:${one.number}`}>{one.number.replace(/^\+86/, "")}</a>
        </li>
      ))}
      <Problem error={numbers.error} />
    </ul>
  );
}

function HelpModal({ object, id, title, onClose }: About & { onClose: () => void }) {
  const t = useActivityWords();
  const asking = useAsking(object, id, (name) => {
    toast(t.asked(name));
    onClose();
  });
  const label = asking.whom === null ? t.askManager : t.askOne(asking.whom.name);
  return (
    <Modal
      open
      title={`${t.help}：${title}`}
      onClose={onClose}
      act={{ label, onClick: asking.send, busy: asking.busy }}
    >
      <HelpFields asking={asking} />
      <Problem error={asking.error} />
    </Modal>
  );
}

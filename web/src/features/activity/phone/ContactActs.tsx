import { useState } from "react";

import { useAsking } from "@/features/activity/asking";
import { useNumbers } from "@/features/activity/calling";
import { HelpFields } from "@/features/activity/HelpFields";
import { LogForm } from "@/features/activity/phone/LogForm";
import { useActivityWords } from "@/features/activity/words";
import { Button } from "@/ui/phone/Button";
import { Icon } from "@/ui/phone/Icon";
import { Sheet } from "@/ui/phone/Sheet";
import { Problem } from "@/ui/phone/states";
import { toast } from "@/ui/phone/toast";

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
  return (
    <>
      <Button
        icon="phone"
        onClick={() => {
          setOpen("call");
        }}
      >
        {t.call}
      </Button>
      <Button
        icon="pen"
        onClick={() => {
          setOpen("log");
        }}
      >
        {t.log}
      </Button>
      <Button
        icon="me"
        onClick={() => {
          setOpen("help");
        }}
      >
        {t.help}
      </Button>
      {open === "call" || open === "log" ? (
        <Sheet title={`${open === "call" ? t.call : t.log}：${about.title}`} onClose={close}>
          {open === "call" ? <Numbers object={about.object} id={about.id} /> : null}
          <LogForm object={about.object} id={about.id} onDone={close} />
        </Sheet>
      ) : null}
      {open === "help" ? <HelpSheet {...about} onClose={close} /> : null}
    </>
  );
}

/** Whom to ring; what came of it is written right below, when one is back from the call. */
function Numbers({ object, id }: { object: string; id: number }) {
  const t = useActivityWords();
  const numbers = useNumbers(object, id);
  if (numbers.data?.length === 0) return <p className="muted">{t.noNumber}</p>;
  return (
    <>
      {numbers.data?.map((one) => (
        <a key={one.number} className="button button-wide" href={`tel:${one.number}`}>
          <Icon name="phone" size={20} />
          {one.name} {one.number.replace(/^\+86/, "")}
        </a>
      ))}
      <Problem error={numbers.error} />
    </>
  );
}

function HelpSheet({ object, id, title, onClose }: About & { onClose: () => void }) {
  const t = useActivityWords();
  const asking = useAsking(object, id, (name) => {
    toast(t.asked(name));
    onClose();
  });
  return (
    <Sheet
      title={`${t.help}：${title}`}
      onClose={onClose}
      onSubmit={asking.send}
      foot={
        <Button submit wide look="primary" busy={asking.busy}>
          {asking.whom === null ? t.askManager : t.askOne(asking.whom.name)}
        </Button>
      }
    >
      <HelpFields asking={asking} />
      <Problem error={asking.error} />
    </Sheet>
  );
}

import { useId, useState } from "react";

import { useAct, type Act } from "@/features/process/api";
import { usePhoneProcessWords } from "@/features/process/phone/words";
import type { Journey } from "@/features/process/shapes";
import { missing } from "@/features/process/way";
import { useProcessWords } from "@/features/process/words";
import { useKit } from "@/ui/kit";
import { Button } from "@/ui/phone/Button";
import { Chips } from "@/ui/phone/Chips";
import { Sheet } from "@/ui/phone/Sheet";
import { Problem } from "@/ui/phone/states";
import { toast } from "@/ui/phone/toast";

type Part = "back" | "lose" | "exception";

/** What is done rarely: going back, giving up, passing by exception. Each asks why. */
export function MoreSheet({ journey, onClose }: { journey: Journey; onClose: () => void }) {
  const t = usePhoneProcessWords();
  const words = useProcessWords();
  const [part, setPart] = useState<Part | null>(null);
  const { can } = journey;
  if (part !== null) return <Asking part={part} journey={journey} onClose={onClose} />;
  const offered: readonly (readonly [Part, string, boolean])[] = [
    ["back", words.backAct, can.go_back && journey.back.length > 0],
    ["exception", words.exceptionAct, can.make_exception && !journey.gate.open],
    ["lose", words.loseAct, can.close],
  ];
  const shown = offered.filter(([, , may]) => may);
  return (
    <Sheet title={t.more} onClose={onClose}>
      {shown.length === 0 ? <p>{t.nothingMore}</p> : null}
      {shown.map(([key, label]) => (
        <Button
          key={key}
          wide
          look={key === "lose" ? "danger" : "plain"}
          onClick={() => {
            setPart(key);
          }}
        >
          {label}
        </Button>
      ))}
    </Sheet>
  );
}

function Asking({ part, journey, onClose }: { part: Part; journey: Journey; onClose: () => void }) {
  const t = usePhoneProcessWords();
  const words = useProcessWords();
  const act = useAct(journey.id);
  const { LongText } = useKit();
  const id = useId();
  const reasons = (part === "lose" ? journey.reasons.lost : part === "back" ? journey.reasons.back : undefined) ?? [];
  const [to, setTo] = useState<string>(journey.back[0]?.key ?? "");
  const [chosen, setChosen] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [early, setEarly] = useState(false);
  const titles = { back: words.backTitle, lose: words.loseTitle, exception: words.exceptionTitle };
  const acts = { back: t.backDo, lose: words.loseDo, exception: words.exceptionDo };
  const ready = reasons.length > 0 ? chosen !== null : note.trim() !== "";
  const go = () => {
    if (!ready) {
      setEarly(true);
      return;
    }
    act.mutate(wanted(part, { to, note: note.trim(), chosen, reasons }), {
      onSuccess: (after) => {
        toast(after.outcome === "lost" ? words.lostLabel("") : words.moved(after.stage.label));
        onClose();
      },
    });
  };
  return (
    <Sheet
      title={titles[part]}
      onClose={onClose}
      onSubmit={go}
      foot={
        <Button submit wide busy={act.isPending} look={part === "lose" ? "danger" : "primary"}>
          {acts[part]}
        </Button>
      }
    >
      {part === "exception" ? <Lacking journey={journey} /> : null}
      {part === "back" ? (
        <Chips label={words.backTitle} quiet options={options(journey.back)} value={to} onChange={setTo} />
      ) : null}
      {reasons.length > 0 ? (
        <Chips label={words.reason} options={options(reasons)} value={chosen} onChange={setChosen} />
      ) : null}
      <div className="field">
        <label htmlFor={id}>{reasons.length > 0 ? words.loseNote : words.reasonNeeded}</label>
        <LongText id={id} rows={3} value={note} onChange={setNote} />
      </div>
      {early && !ready ? <p role="alert">{reasons.length > 0 ? t.pickOne : t.reasonFirst}</p> : null}
      <Problem error={act.error} />
    </Sheet>
  );
}

function Lacking({ journey }: { journey: Journey }) {
  const words = useProcessWords();
  return (
    <div>
      <p>{words.exceptionIntro}</p>
      <ul className="why-rows">
        {missing(journey.gate.items).map((item) => (
          <li key={item.key}>{item.label}</li>
        ))}
      </ul>
    </div>
  );
}

interface Said {
  to: string;
  note: string;
  chosen: string | null;
  reasons: readonly { key: string; label: string }[];
}

function wanted(part: Part, { to, note, chosen, reasons }: Said): Act {
  if (part === "lose") return { do: "close", reason: chosen ?? note, note };
  if (part === "exception") return { do: "exceptions", reason: note };
  const label = reasons.find((one) => one.key === chosen)?.label;
  return { do: "go_back", to, reason: [label, note].filter((text) => text !== undefined && text !== "").join("：") };
}

function options(named: readonly { key: string; label: string }[]) {
  return named.map(({ key, label }) => ({ value: key, label }));
}

import { useId, useState } from "react";

import { useAct, type Act } from "@/features/process/api";
import { usePhoneProcessWords } from "@/features/process/phone/words";
import type { Journey, Named } from "@/features/process/shapes";
import { missing } from "@/features/process/way";
import { useProcessWords } from "@/features/process/words";
import { perform } from "@/lib/perform";
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

/** What each act is called, and which reasons one may give for it. */
function useParts(journey: Journey) {
  const t = usePhoneProcessWords();
  const words = useProcessWords();
  const { lost = [], back = [] } = journey.reasons;
  return {
    back: { title: words.backTitle, act: t.backDo, reasons: back },
    lose: { title: words.loseTitle, act: words.loseDo, reasons: lost },
    exception: { title: words.exceptionTitle, act: words.exceptionDo, reasons: [] },
  };
}

interface AskingProps {
  part: Part;
  journey: Journey;
  onClose: () => void;
}

function Asking({ part, journey, onClose }: AskingProps) {
  const words = useProcessWords();
  const act = useAct(journey.id);
  const [said, setSaid] = useState<Said>({ to: journey.back[0]?.key ?? "", chosen: null, note: "" });
  const [early, setEarly] = useState(false);
  const { title, act: label, reasons } = useParts(journey)[part];
  const ready = reasons.length > 0 ? said.chosen !== null : said.note.trim() !== "";
  const go = () => {
    setEarly(true);
    if (!ready) return;
    perform(act, wanted(part, said, reasons), (after) => {
      toast(after.outcome === "lost" ? words.lostLabel("") : words.moved(after.stage_label));
      onClose();
    });
  };
  return (
    <Sheet
      title={title}
      onClose={onClose}
      onSubmit={go}
      foot={
        <Button submit wide busy={act.isPending} look={part === "lose" ? "danger" : "primary"}>
          {label}
        </Button>
      }
    >
      {part === "exception" ? <Lacking journey={journey} /> : null}
      <Why part={part} journey={journey} reasons={reasons} said={said} onSay={setSaid} />
      {early && !ready ? <NotYet choices={reasons.length} /> : null}
      <Problem error={act.error} />
    </Sheet>
  );
}

interface WhyProps {
  part: Part;
  journey: Journey;
  reasons: readonly Named[];
  said: Said;
  onSay: (said: Said) => void;
}

/** Where to, why, and in one's own words. */
function Why({ part, journey, reasons, said, onSay }: WhyProps) {
  const words = useProcessWords();
  const { LongText } = useKit();
  const id = useId();
  return (
    <>
      {part === "back" ? (
        <Chips
          label={words.backTitle}
          quiet
          options={options(journey.back)}
          value={said.to}
          onChange={(to) => {
            onSay({ ...said, to });
          }}
        />
      ) : null}
      {reasons.length > 0 ? (
        <Chips
          label={words.reason}
          options={options(reasons)}
          value={said.chosen}
          onChange={(chosen) => {
            onSay({ ...said, chosen });
          }}
        />
      ) : null}
      <div className="field">
        <label htmlFor={id}>{reasons.length > 0 ? words.loseNote : words.reasonNeeded}</label>
        <LongText
          id={id}
          rows={3}
          value={said.note}
          onChange={(note) => {
            onSay({ ...said, note });
          }}
        />
      </div>
    </>
  );
}

function NotYet({ choices }: { choices: number }) {
  const t = usePhoneProcessWords();
  return <p role="alert">{choices > 0 ? t.pickOne : t.reasonFirst}</p>;
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
  chosen: string | null;
  note: string;
}

function wanted(part: Part, { to, chosen, note }: Said, reasons: readonly Named[]): Act {
  const own = note.trim();
  if (part === "lose") return { do: "close", reason: chosen ?? own, note: own };
  if (part === "exception") return { do: "exceptions", reason: own };
  const label = reasons.find((one) => one.key === chosen)?.label ?? "";
  return { do: "go_back", to, reason: [label, own].filter((text) => text !== "").join("：") };
}

function options(named: readonly Named[]) {
  return named.map(({ key, label }) => ({ value: key, label }));
}

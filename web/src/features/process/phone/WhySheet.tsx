import { waits, part } from "@/features/process/next";
import { usePhoneProcessWords } from "@/features/process/phone/words";
import type { GateItem, Journey, ProcessDef } from "@/features/process/shapes";
import { fixOf, missing, type Fix } from "@/features/process/way";
import { useProcessWords } from "@/features/process/words";
import { FieldsFix, type FieldsFixProps } from "@/features/process/phone/FieldsFix";
import { Button } from "@/ui/phone/Button";
import { Sheet } from "@/ui/phone/Sheet";
import { Glyph } from "@/ui/Status";

interface Props extends Pick<FieldsFixProps, "object" | "record"> {
  journey: Journey;
  process: ProcessDef | undefined;
  onFix: (fix: Fix) => void;
  onClose: () => void;
}

/** Everything the next stage still takes: fields are filled in here and now, all else is one tap away. */
export function WhySheet({ journey, process, object, record, onFix, onClose }: Props) {
  const t = usePhoneProcessWords();
  const words = useProcessWords();
  const open = missing(journey.gate.items);
  const fields = open.filter((item) => item.kind === "field");
  const rest = open.filter((item) => item.kind !== "field");
  return (
    <Sheet title={open.length > 0 ? t.whyTitle(journey.next?.label ?? "") : words.gateTitle} onClose={onClose}>
      {open.length === 0 ? <p>{t.allThere}</p> : null}
      {fields.length > 0 ? <FieldsFix object={object} record={record} keys={fields.map((item) => item.key)} /> : null}
      {rest.length === 0 ? null : (
        <ul className="why-rows" aria-label={words.missingLabel}>
          {rest.map((item) => (
            <Row key={item.key} item={item} journey={journey} process={process} onFix={onFix} />
          ))}
        </ul>
      )}
      <Met items={journey.gate.items} />
    </Sheet>
  );
}

interface RowProps extends Pick<Props, "journey" | "process" | "onFix"> {
  item: GateItem;
}

function Row(props: RowProps) {
  const { item, journey, process, onFix } = props;
  if (item.kind === "alternative") return <Ways {...props} />;
  return (
    <li>
      <One item={item} process={process} journey={journey} onFix={onFix} />
    </li>
  );
}

function One({ item, process, onFix }: RowProps) {
  const fix = item.met || item.reason === "waiting_review" ? null : fixOf(item, process);
  return (
    <>
      <Glyph tone={item.met ? "ok" : waits(item) ? "warn" : "idle"} />
      <span className="why-what">
        {item.label}
        {item.why === "" ? null : <small>{item.why}</small>}
      </span>
      {fix === null ? null : <FixButton fix={fix} item={item} onFix={onFix} />}
    </>
  );
}

function FixButton({ fix, item, onFix }: { fix: Fix; item: GateItem; onFix: (fix: Fix) => void }) {
  const words = useProcessWords();
  const act = waits(item) ? "wait" : fix.kind === "field" ? "field" : fix.thing.kind;
  return (
    <Button
      onClick={() => {
        onFix(fix);
      }}
    >
      {words.fix[act]}
      <span className="vh">{item.label}</span>
    </Button>
  );
}

/** Several ways to the same end; each with its parts. */
function Ways({ item, journey, process, onFix }: RowProps) {
  const t = usePhoneProcessWords();
  const words = useProcessWords();
  return (
    <li>
      <div className="why-what">
        {item.label}
        <small>{t.anyWay}</small>
        {item.ways.map((way, i) => (
          <div key={way.join("+")} className="why-ways">
            <small>{words.way(i + 1)}</small>
            <ul>
              {way.map((key) => (
                <li key={key}>
                  <One
                    item={part(item, key, journey.gate.items, process)}
                    journey={journey}
                    process={process}
                    onFix={onFix}
                  />
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </li>
  );
}

/** What is there already: it is good to see. */
function Met({ items }: { items: readonly GateItem[] }) {
  const words = useProcessWords();
  const met = items.filter((item) => item.met);
  if (met.length === 0) return null;
  return (
    <ul className="why-rows" aria-label={words.gateTitle}>
      {met.map((item) => (
        <li key={`${item.kind}-${item.key}`}>
          <Glyph tone="ok" />
          <span className="why-what muted">{item.label}</span>
        </li>
      ))}
    </ul>
  );
}

import type { GateItem, ProcessDef } from "@/features/process/shapes";
import { deliverable, fixOf, type Fix } from "@/features/process/way";
import { useProcessWords } from "@/features/process/words";
import { Glyph, type Tone } from "@/ui/Status";
import "@/features/process/process.css";

interface Props {
  items: readonly GateItem[];
  process: ProcessDef | undefined;
  onFix: (fix: Fix) => void;
  label?: string;
}

/** What a gate asks for, each line with the button that puts it right. */
export function MissingList({ items, process, onFix, label }: Props) {
  const t = useProcessWords();
  const top = items.filter((item) => item.part_of === null);
  return (
    <ul className="gate" aria-label={label ?? t.missingLabel}>
      {top.map((item) => (
        <li key={`${item.kind}-${item.key}`}>
          <Line item={item} process={process} onFix={onFix} />
          {item.kind === "alternative" && !item.met ? (
            <Ways item={item} items={items} process={process} onFix={onFix} />
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function Line({ item, process, onFix }: { item: GateItem } & Pick<Props, "process" | "onFix">) {
  const t = useProcessWords();
  const waiting = item.reason === "waiting_review";
  const fix = item.met || waiting ? null : fixOf(item, process);
  return (
    <div className="gate-line">
      <Glyph tone={toneOfItem(item)} />
      <span className="gate-what">
        {item.label}
        {item.need > 1 ? <small>{t.have(item.have, item.need)}</small> : null}
        {item.met ? null : <small className="gate-why">{item.why}</small>}
      </span>
      {fix === null ? null : (
        <FixButton
          fix={fix}
          label={item.label}
          sent={item.reason === "waiting_customer" || item.reason === "waiting_approval"}
          onFix={onFix}
        />
      )}
    </div>
  );
}

function toneOfItem(item: GateItem): Tone {
  if (item.met) return "ok";
  return ["waiting_review", "waiting_customer", "waiting_approval"].includes(item.reason) ? "warn" : "idle";
}

interface FixButtonProps {
  fix: Fix;
  label: string;
  /** It is on its way already: there is something to look at rather than to do. */
  sent: boolean;
  onFix: (fix: Fix) => void;
}

function FixButton({ fix, label, sent, onFix }: FixButtonProps) {
  const t = useProcessWords();
  const what = fix.kind === "hand_in" ? fix.thing.kind : fix.kind;
  return (
    <button
      type="button"
      className="gate-fix"
      onClick={() => {
        onFix(fix);
      }}
    >
      {sent ? t.fix.wait : t.fix[what]}
      <span className="vh">{label}</span>
    </button>
  );
}

/** The ways of an alternative; finishing one of them is enough. */
function Ways({ item, items, process, onFix }: { item: GateItem } & Pick<Props, "items" | "process" | "onFix">) {
  const t = useProcessWords();
  return (
    <ol className="gate-ways" aria-label={t.alternative}>
      {item.ways.map((way, i) => (
        <li key={way.join("+")}>
          <small>{t.way(i + 1)}</small>
          {way.map((key) => {
            const part =
              items.find((one) => one.kind === "deliverable" && one.key === key) ?? partOf(item, key, process);
            return <Line key={key} item={part} process={process} onFix={onFix} />;
          })}
        </li>
      ))}
    </ol>
  );
}

/** A refused advance names the alternative alone; its parts are known from the process. */
function partOf(item: GateItem, key: string, process: ProcessDef | undefined): GateItem {
  const thing = deliverable(process, key);
  return {
    ...item,
    kind: "deliverable",
    key,
    label: thing?.label ?? key,
    need: thing?.count ?? 1,
    have: 0,
    why: "",
    ways: [],
    part_of: item.key,
  };
}

import { JourneyRail, StaySentence } from "@/features/process/JourneyRail";
import { nextStep, short, waits, type NextStep } from "@/features/process/next";
import { DeliverableChips } from "@/features/process/phone/DeliverableChips";
import { usePhoneProcessWords } from "@/features/process/phone/words";
import type { Journey, ProcessDef } from "@/features/process/shapes";
import { useProcessWords } from "@/features/process/words";
import { Button } from "@/ui/phone/Button";
import "@/features/process/process.css";
import "@/features/process/phone/stage.css";

interface Props {
  journey: Journey;
  process: ProcessDef | undefined;
  busy: boolean;
  onStep: (step: NextStep) => void;
  onWhy: () => void;
  onOpen: (key: string) => void;
}

/** Where a journey stands and the one button that brings it on. */
export function StageCard(props: Props) {
  const { journey, process, busy, onStep, onWhy, onOpen } = props;
  const t = usePhoneProcessWords();
  const words = useProcessWords();
  const step = nextStep(journey, process);
  return (
    <section className="card stage-card" aria-labelledby="stage-name">
      <div className="stage-head">
        <h2 id="stage-name">{journey.stage_label}</h2>
        <StaySentence journey={journey} />
      </div>
      {process === undefined ? null : <JourneyRail journey={journey} process={process} />}
      {journey.outcome === null ? <DeliverableChips journey={journey} onOpen={onOpen} /> : null}
      {step.do === "nothing" ? (
        <NothingToDo step={step} owner={journey.owner.name} />
      ) : (
        <>
          <div className="stage-acts">
            <Button
              look="primary"
              busy={busy}
              onClick={() => {
                onStep(step);
              }}
            >
              <StepLabel step={step} />
            </Button>
            <Button onClick={onWhy}>{step.do === "advance" ? t.whyOpen : t.why}</Button>
          </div>
          <p className="stage-left">{step.do === "advance" ? words.ready : words.missingCount(step.left)}</p>
        </>
      )}
    </section>
  );
}

function NothingToDo({ step, owner }: { step: NextStep & { do: "nothing" }; owner: string }) {
  const t = usePhoneProcessWords();
  return step.why === "over" ? null : <p className="muted">{t.notYours(owner)}</p>;
}

function StepLabel({ step }: { step: Exclude<NextStep, { do: "nothing" }> }) {
  const words = useProcessWords();
  if (step.do === "advance") return step.to.key === "won" ? words.win(step.to.label) : words.enter(step.to.label);
  return step.do === "fields" ? <FieldsLabel step={step} /> : <ItemLabel step={step} />;
}

function FieldsLabel({ step }: { step: NextStep & { do: "fields" } }) {
  const t = usePhoneProcessWords();
  const [only, ...others] = step.items;
  return only !== undefined && others.length === 0 ? t.fillOne(only.label) : t.fillMany(step.items.length);
}

function ItemLabel({ step }: { step: NextStep & { do: "fix" | "look" } }) {
  const t = usePhoneProcessWords();
  const { item } = step;
  if (step.do === "look") return waits(item) ? t.waiting(item.label) : t.look(item.label);
  if (short(item) > 1) return t.bringMany(short(item), item.label);
  return step.fix.kind === "field" ? t.fillOne(item.label) : t.bring[step.fix.thing.kind](item.label);
}

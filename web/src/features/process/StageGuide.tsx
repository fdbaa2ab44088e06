import { sampleUrl } from "@/features/process/api";
import type { DeliverableDef, StageDef } from "@/features/process/shapes";
import { useProcessWords } from "@/features/process/words";
import { Guide } from "@/ui/Guide";

/** Whether there is anything to read about a stage. */
export function hasGuide(stage: StageDef): boolean {
  return stage.script !== null || stage.checklist.length > 0 || stage.reference !== null || sampled(stage).length > 0;
}

/** How a stage is done: what to say, what to check, what a good one looks like, and how long it takes elsewhere. */
export function StageGuide({ process, stage }: { process: string; stage: StageDef }) {
  const t = useProcessWords();
  const samples = sampled(stage);
  return (
    <Guide
      lines={stage.script === null ? [] : [{ label: null, text: stage.script }]}
      checks={stage.checklist}
      checksLabel={t.checklist}
    >
      {samples.length === 0 ? null : (
        <ul className="guide-samples" aria-label={t.samples}>
          {samples.map((thing) => (
            <li key={thing.key}>
              <SampleLink process={process} thing={thing} />
            </li>
          ))}
        </ul>
      )}
      {stage.reference === null ? null : <p className="muted small">{t.referenceSaid(stage.reference)}</p>}
    </Guide>
  );
}

/** The file that shows what a deliverable is meant to be, to be kept. */
export function SampleLink({ process, thing }: { process: string; thing: DeliverableDef }) {
  const t = useProcessWords();
  if (thing.sample === null) return null;
  return (
    <a className="sample" href={sampleUrl(process, thing.key)} download={thing.sample}>
      {t.sample(thing.sample)}
    </a>
  );
}

function sampled(stage: StageDef): readonly DeliverableDef[] {
  return stage.deliverables.filter((thing) => thing.sample !== null);
}

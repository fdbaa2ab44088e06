import { useKeepSample } from "@/features/design/api";
import { useSet, type Of } from "@/features/design/desk/Demands";
import { SmallAct } from "@/features/design/desk/SmallAct";
import { useEditor } from "@/features/design/editing";
import type { Deliverable } from "@/features/design/shapes";
import { useDesignWords } from "@/features/design/words";
import { perform } from "@/lib/perform";
import { FileDrop } from "@/ui/desk/FileDrop";
import { Problem } from "@/ui/desk/states";

const shown = /\.(png|jpe?g|webp|gif)$/i;

/** The file that shows what is meant: put there, looked at, fetched, put in another's place, taken away. */
export function SampleBox(of: Of) {
  const set = useSet(of);
  const { sample = null, types = [] } = of.thing;
  return (
    <SampleFile
      sample={sample}
      types={types}
      onSet={(kept) => {
        set({ sample: kept });
      }}
    />
  );
}

interface FileProps {
  sample: NonNullable<Deliverable["sample"]> | null;
  /** The kinds of files there may be; any when none is named. */
  types: readonly string[];
  onSet: (sample: Deliverable["sample"]) => void;
}

/** The same for whatever may name a file. */
export function SampleFile({ sample, types, onSet }: FileProps) {
  const t = useDesignWords();
  const keep = useKeepSample();
  const take = ([file]: readonly File[]) => {
    if (file === undefined) return;
    perform(keep, file, onSet);
  };
  const choose = sample === null ? t.sampleChoose : t.sampleOther;
  return (
    <fieldset className="design-checks">
      <legend>{t.sample}</legend>
      {sample === null ? null : (
        <Kept
          sample={sample}
          onRemove={() => {
            onSet(null);
          }}
        />
      )}
      <FileDrop
        choose={keep.isPending ? t.sampleSending : choose}
        lead={t.sampleDrop}
        onTake={take}
        {...(types.length > 0 ? { accept: types.map((one) => `.${one}`).join(",") } : {})}
      />
      <Problem error={keep.error} />
    </fieldset>
  );
}

/** The file that is kept: its name leads to it, and a picture is shown small. */
function Kept({ sample, onRemove }: { sample: NonNullable<Deliverable["sample"]>; onRemove: () => void }) {
  const t = useDesignWords();
  const { draft } = useEditor();
  const { name, sha256 = null } = sample;
  const address = sha256 === null ? null : `/api/design/drafts/${draft.id}/samples/${sha256}`;
  return (
    <>
      <div className="design-check">
        {address === null ? <span>{t.sampleNamed(name)}</span> : <a href={address}>{name}</a>}
        <SmallAct label={t.removeThing(name)} onClick={onRemove}>
          ×
        </SmallAct>
      </div>
      {address !== null && shown.test(name) ? (
        <img className="design-sample" src={`${address}?inline=true`} alt={t.sampleShown(name)} />
      ) : null}
    </>
  );
}

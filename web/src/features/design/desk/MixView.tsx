import { useState } from "react";

import { MixPieces } from "@/features/design/desk/MixPieces";
import { Faults } from "@/features/design/desk/Faults";
import { useEditor } from "@/features/design/editing";
import { useMix, usePackTitles, useTake, type Mix, type PackThing, type Wanted } from "@/features/design/mixing";
import { useMixWords } from "@/features/design/words/mixing";
import { perform } from "@/lib/perform";
import { Button } from "@/ui/desk/Button";
import { Select } from "@/ui/desk/choosers";
import { Loaded, Problem } from "@/ui/desk/states";
import { toast } from "@/ui/desk/toast";
import "@/features/design/desk/mix.css";

const nothing: Wanted = { pack: "", chosen: [], decisions: {} };

/** Parts of a pack, to be taken into the draft. */
export function MixView() {
  const t = useMixWords();
  const { draft } = useEditor();
  const titles = usePackTitles();
  const [wanted, setWanted] = useState(nothing);
  const mix = useMix(draft.id, draft.revision, wanted);
  return (
    <section className="card mix">
      <p className="muted">{t.intro}</p>
      <Loaded of={titles}>
        {(packs) => (
          <Select
            label={t.pack}
            width={280}
            value={wanted.pack === "" ? null : wanted.pack}
            placeholder={t.choosePack}
            options={packs.map(({ key, title }) => ({ value: key, label: title }))}
            onChange={(pack) => {
              setWanted({ ...nothing, pack: pack ?? "" });
            }}
          />
        )}
      </Loaded>
      {wanted.pack === "" ? null : (
        <Loaded of={mix}>
          {(found) => <Mixed mix={found} old={mix.isPlaceholderData} wanted={wanted} onChange={setWanted} />}
        </Loaded>
      )}
    </section>
  );
}

interface Props {
  mix: Mix;
  /** This was answered to an earlier choice: the answer to the present one is on its way. */
  old: boolean;
  wanted: Wanted;
  onChange: (wanted: Wanted) => void;
}

function Mixed({ mix, old, wanted, onChange }: Props) {
  const t = useMixWords();
  const { draft, body, saving } = useEditor();
  const take = useTake(draft.id);
  return (
    <div className="mix-columns">
      <Things things={mix.things} wanted={wanted} onChange={onChange} />
      <div>
        <MixPieces
          mix={mix}
          chosen={wanted.decisions}
          onDecide={(decided) => {
            onChange({ ...wanted, decisions: { ...wanted.decisions, ...decided } });
          }}
        />
        {mix.faults.length === 0 ? null : (
          <div role="alert">
            <p className="problem">{t.faults}</p>
            <Faults draft={draft.id} body={body} faults={mix.faults} />
          </div>
        )}
        <Problem error={take.error} />
        <Button
          look="primary"
          busy={take.isPending || saving}
          disabled={old || mix.acts === 0 || mix.faults.length > 0}
          onClick={() => {
            perform(take, { ...wanted, revision: draft.revision }, () => {
              toast(t.took);
              onChange({ ...nothing, pack: wanted.pack });
            });
          }}
        >
          {mix.acts === 0 ? t.none : t.take(mix.acts)}
        </Button>
      </div>
    </div>
  );
}

function Things({ things, wanted, onChange }: { things: readonly PackThing[] } & Omit<Props, "mix" | "old">) {
  const t = useMixWords();
  const kinds = Object.entries(t.parts);
  return (
    <div>
      {kinds.map(([part, label]) => {
        const listed = things.filter((one) => one.part === part);
        return listed.length === 0 ? null : (
          <fieldset key={part} className="mix-part">
            <legend>{label}</legend>
            {listed.map((one) => (
              <label key={one.thing} className="mix-thing">
                <input
                  type="checkbox"
                  checked={wanted.chosen.includes(one.thing)}
                  disabled={one.standing === "same"}
                  onChange={(event) => {
                    const rest = wanted.chosen.filter((thing) => thing !== one.thing);
                    onChange({ ...wanted, chosen: event.target.checked ? [...rest, one.thing] : rest });
                  }}
                />
                {one.label}
                <small className="muted">{t.standing[one.standing]}</small>
              </label>
            ))}
          </fieldset>
        );
      })}
    </div>
  );
}

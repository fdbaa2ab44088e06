import { useId } from "react";

import { usePilotWords } from "@/features/design/words/pilots";

/** What happens after a pilot's last day. */
export function Then({ release, onChange }: { release: boolean; onChange: (release: boolean) => void }) {
  const t = usePilotWords();
  const name = useId();
  return (
    <fieldset className="pilot-then">
      <legend>{t.then}</legend>
      {[false, true].map((wanted) => (
        <label key={String(wanted)}>
          <input
            type="radio"
            name={name}
            checked={release === wanted}
            onChange={() => {
              onChange(wanted);
            }}
          />
          {wanted ? t.thenRelease : t.thenBack}
        </label>
      ))}
    </fieldset>
  );
}

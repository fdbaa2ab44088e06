import { TeamBoxes } from "@/features/design/desk/pilot/TeamBoxes";
import { Then } from "@/features/design/desk/pilot/Then";
import type { UnderWay, Ways } from "@/features/design/pilots";
import { usePilotWords } from "@/features/design/words/pilots";
import { useKit } from "@/ui/kit";

/** What is chosen of a pilot. */
export interface Wished {
  teams: readonly number[];
  lastDay: string | null;
  thenRelease: boolean;
  withRunning: boolean;
}

interface Props {
  ways: Ways;
  wished: Wished;
  onChange: (wished: Wished) => void;
}

/** Which teams try a draft, until when and what then, and whether what they have under way goes with it. */
export function PilotForm({ ways, wished, onChange }: Props) {
  const t = usePilotWords();
  const { Day } = useKit();
  return (
    <div className="pilot-form">
      <TeamBoxes
        teams={ways.teams}
        chosen={wished.teams}
        onChange={(teams) => {
          onChange({ ...wished, teams });
        }}
      />
      <p className="muted" role="status">
        {wished.teams.length === 0 ? t.chooseTeams : t.people(ways.people)}
      </p>
      <div className="design-row">
        <label htmlFor="pilot-last-day">{t.lastDay}</label>
        <Day
          id="pilot-last-day"
          value={wished.lastDay}
          onChange={(lastDay) => {
            onChange({ ...wished, lastDay });
          }}
        />
      </div>
      <Then
        release={wished.thenRelease}
        onChange={(thenRelease) => {
          onChange({ ...wished, thenRelease });
        }}
      />
      {wished.teams.length === 0 ? null : (
        <Running
          found={ways.under_way}
          value={wished.withRunning}
          onChange={(withRunning) => {
            onChange({ ...wished, withRunning });
          }}
        />
      )}
      {ways.waiting.length === 0 ? null : (
        <section>
          <h3>{t.waiting}</h3>
          <ul className="design-lines">
            {ways.waiting.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Running(props: { found: UnderWay; value: boolean; onChange: (value: boolean) => void }) {
  const t = usePilotWords();
  const { found, value, onChange } = props;
  if (found.count === 0) return <p className="muted">{t.noRunning}</p>;
  const stuck = found.stranded.length > 0;
  return (
    <div className="pilot-check">
      <label>
        <input
          type="checkbox"
          checked={value && !stuck}
          disabled={stuck}
          onChange={({ target }) => {
            onChange(target.checked);
          }}
        />
        {t.withRunning(found.count)}
      </label>
      {found.stranded.map((one) => (
        <p key={`${one.process} ${one.stage}`} className="design-wrong">
          {t.cannotMove(one.stage, one.count)}
        </p>
      ))}
      <p className="muted">{t.runningStay}</p>
    </div>
  );
}

import type { PilotTeam } from "@/features/design/pilots";
import { usePilotWords } from "@/features/design/words/pilots";

interface Props {
  teams: readonly PilotTeam[];
  chosen: readonly number[];
  onChange: (chosen: number[]) => void;
}

/** The teams as a tree of boxes: whoever chooses one has chosen all below it. */
export function TeamBoxes({ teams, chosen, onChange }: Props) {
  const t = usePilotWords();
  const within = includedBelow(teams, chosen);
  return (
    <fieldset className="pilot-teams">
      <legend>{t.teams}</legend>
      {teams.map((team) => (
        <label key={team.id} style={{ paddingInlineStart: 8 + team.depth * 20 }}>
          <input
            type="checkbox"
            checked={chosen.includes(team.id) || within.has(team.id)}
            disabled={within.has(team.id)}
            onChange={({ target }) => {
              const others = chosen.filter((id) => id !== team.id);
              const below = target.checked ? includedBelow(teams, [team.id]) : new Set<number>();
              onChange(target.checked ? [...others.filter((id) => !below.has(id)), team.id] : others);
            }}
          />
          {t.team(team.name, team.people)}
        </label>
      ))}
    </fieldset>
  );
}

/** The teams below the chosen ones; the list is the tree, each team before those inside it. */
export function includedBelow(teams: readonly PilotTeam[], chosen: readonly number[]): ReadonlySet<number> {
  const found = new Set<number>();
  let above: number | null = null;
  for (const { id, depth } of teams) {
    if (above !== null && depth <= above) above = null;
    if (above !== null) found.add(id);
    else if (chosen.includes(id)) above = depth;
  }
  return found;
}

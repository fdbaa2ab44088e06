import type { Asked } from "@/features/metrics/api";
import { useMetricWords } from "@/features/metrics/words";
import { useTeams } from "@/features/org/api";
import { useProcesses } from "@/features/process/api";
import { setSearch, useAddress } from "@/lib/router";
import { Segmented, Select } from "@/ui/desk/choosers";
import type { Option } from "@/ui/kit";

type Period = "week" | "month" | "quarter" | "year" | "all";

/** What the address asks of a board: which days, whose, of which process. */
export function useScope(usual: Period): Asked & { period: string } {
  const { search } = useAddress();
  return {
    period: search.get("period") ?? usual,
    team: search.get("team"),
    process: search.get("process"),
  };
}

/** Which days and whose: chosen here, kept in the address, so that what one sees can be sent as a link. */
export function ScopeBar({ asked, periods }: { asked: Asked & { period: string }; periods: readonly Period[] }) {
  const t = useMetricWords();
  const teams = useTeams().data ?? [];
  const processes = useProcesses().data ?? [];
  return (
    <>
      <Segmented
        label={t.period}
        value={asked.period}
        onChange={(period) => {
          setSearch({ period });
        }}
        options={periods.map((period) => ({ value: period, label: t.periods[period] }))}
      />
      <Choose
        name="process"
        label={t.process}
        value={asked.process ?? processes[0]?.key ?? null}
        options={processes.map((process) => ({ value: process.key, label: process.label }))}
      />
      <Choose
        name="team"
        label={t.team}
        value={asked.team ?? null}
        options={teams.map((team) => ({ value: String(team.id), label: team.name }))}
        clearable
      />
    </>
  );
}

interface ChooseProps {
  name: string;
  label: string;
  value: string | null;
  options: readonly Option[];
  clearable?: boolean;
}

/** A choice kept in the address; without two things to choose from there is none. */
function Choose({ name, label, value, options, clearable = false }: ChooseProps) {
  if (options.length < 2) return null;
  return (
    <Select
      label={label}
      value={value}
      options={options}
      clearable={clearable}
      onChange={(chosen) => {
        setSearch({ [name]: chosen });
      }}
    />
  );
}

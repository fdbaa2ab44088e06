import { usePeople } from "@/features/org/api";
import { Select } from "@/ui/desk/choosers";

/** One colleague at work, other than those named. */
export function PersonSelect(props: {
  label: string;
  value: number | null;
  onChange: (person: number | null) => void;
  without: readonly number[];
  clearable?: boolean;
  placeholder?: string;
  width?: number;
}) {
  const people = usePeople().data ?? [];
  return (
    <Select
      label={props.label}
      width={props.width ?? 220}
      clearable={props.clearable ?? false}
      value={props.value === null ? null : String(props.value)}
      {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
      options={people
        .filter((person) => !props.without.includes(person.id))
        .map((person) => ({ value: String(person.id), label: `${person.name} ${person.team?.name ?? ""}`.trim() }))}
      onChange={(chosen) => {
        props.onChange(chosen === null ? null : Number(chosen));
      }}
    />
  );
}

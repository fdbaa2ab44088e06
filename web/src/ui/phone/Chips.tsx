import { useId } from "react";

import type { Option } from "@/ui/kit";
import "@/ui/phone/chips.css";

interface Props {
  label: string;
  /** Said aloud but not shown, where the page shows it otherwise. */
  quiet?: boolean;
  options: readonly Option[];
  value: string | null;
  onChange: (value: string) => void;
}

/** One out of a few, each a tap away. */
export function Chips({ label, quiet = false, options, value, onChange }: Props) {
  const name = useId();
  return (
    <fieldset className="chips">
      <legend className={quiet ? "vh" : ""}>{label}</legend>
      <Row name={name} options={options} value={value} onChange={onChange} />
    </fieldset>
  );
}

/** The chips alone, for a control that is named elsewhere. */
export function Row({ name, options, value, onChange }: { name: string } & Omit<Props, "label" | "quiet">) {
  return (
    <div className="chips-row">
      {options.map((option) => (
        <label key={option.value} className="chip">
          <input
            type="radio"
            name={name}
            checked={value === option.value}
            onChange={() => {
              onChange(option.value);
            }}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}

import { useId } from "react";

/** One thing that is so or not, with its label behind it. */
export function CheckRow(props: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  const { label, checked, onChange } = props;
  const id = useId();
  return (
    <p className="design-check">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        onChange={(event) => {
          onChange(event.target.checked);
        }}
      />
      <label htmlFor={id}>{label}</label>
    </p>
  );
}

import { register, type EditProps } from "@/features/objects/field-types";
import { text } from "@/features/objects/pieces";
import { useKit } from "@/ui/kit";

register({
  key: "date",
  Show: ({ value }) => text(value),
  Edit: DateEdit,
  ops: ["before", "after", "eq", "is_empty", "is_filled"],
});

function DateEdit({ field: _, value, onChange, ...rest }: EditProps) {
  const { Day } = useKit();
  return <Day {...rest} value={typeof value === "string" ? value : null} onChange={onChange} />;
}

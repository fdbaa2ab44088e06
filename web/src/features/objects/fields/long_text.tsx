import { register, type EditProps } from "@/features/objects/field-types";
import { text } from "@/features/objects/pieces";
import { useKit } from "@/ui/kit";

register({
  key: "long_text",
  Show: ({ value }) => <span className="long-text">{text(value)}</span>,
  Edit: LongTextEdit,
  ops: ["contains", "is_empty", "is_filled"],
});

function LongTextEdit({ field: _, value, onChange, ...rest }: EditProps) {
  const { LongText } = useKit();
  return <LongText {...rest} value={text(value)} onChange={onChange} />;
}

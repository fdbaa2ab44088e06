import { register, type EditProps, type ShowProps } from "@/features/objects/field-types";
import { useShared } from "@/lib/words/shared";
import { useKit } from "@/ui/kit";

register({
  key: "boolean",
  Show: BooleanShow,
  Edit: BooleanEdit,
  ops: ["eq", "is_empty", "is_filled"],
});

function BooleanShow({ value }: ShowProps) {
  const t = useShared();
  return value === true ? t.yes : t.no;
}

function BooleanEdit({ field: _, value, onChange, ...rest }: EditProps) {
  const { Toggle } = useKit();
  return <Toggle {...rest} value={typeof value === "boolean" ? value : null} onChange={onChange} />;
}

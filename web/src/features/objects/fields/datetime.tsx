import { register, type EditProps, type ShowProps } from "@/features/objects/field-types";
import { text } from "@/features/objects/pieces";
import { useLang } from "@/lib/i18n";
import { stamp } from "@/lib/time";
import { useKit } from "@/ui/kit";

register({
  key: "datetime",
  Show: MomentShow,
  Edit: MomentEdit,
  ops: ["before", "after", "is_empty", "is_filled"],
});

function MomentShow({ value }: ShowProps) {
  const lang = useLang();
  return <time dateTime={text(value)}>{stamp(text(value), lang)}</time>;
}

function MomentEdit({ field: _, value, onChange, ...rest }: EditProps) {
  const { Moment } = useKit();
  return <Moment {...rest} value={typeof value === "string" ? value : null} onChange={onChange} />;
}

import { register, type EditProps, type ShowProps } from "@/features/objects/field-types";
import { text } from "@/features/objects/pieces";
import { useLang } from "@/lib/i18n";
import { duration } from "@/lib/time";
import { NumberEdit } from "@/features/objects/pieces";

register({
  key: "duration",
  Show: DurationShow,
  Edit: DurationEdit,
  ops: ["ge", "le", "gt", "lt", "is_empty", "is_filled"],
  end: true,
});

function DurationShow({ value }: ShowProps) {
  return duration(Number(text(value)), useLang());
}

function DurationEdit(props: EditProps) {
  const lang = useLang();
  return <NumberEdit {...props} whole unit={lang === "zh" ? "分钟" : "min"} />;
}

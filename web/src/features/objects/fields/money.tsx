import { register, type ShowProps } from "@/features/objects/field-types";
import { NumberEdit, text } from "@/features/objects/pieces";
import { useLang } from "@/lib/i18n";
import { money } from "@/lib/numbers";

register({
  key: "money",
  Show: MoneyShow,
  Edit: (props) => <NumberEdit {...props} unit={props.field.unit ?? "¥"} />,
  ops: ["ge", "le", "gt", "lt", "eq", "ne", "is_empty", "is_filled"],
  end: true,
});

function MoneyShow({ value, field }: ShowProps) {
  const lang = useLang();
  const said = money(text(value), lang);
  const yuan = ["", "CNY", "RMB", "元", "¥"].includes(field.unit ?? "");
  return yuan ? said : `${said.replace("¥", "")} ${field.unit ?? ""}`;
}

import { register, type ShowProps } from "@/features/objects/field-types";
import { LineEdit, text } from "@/features/objects/pieces";

register({
  key: "phone",
  Show: PhoneShow,
  Edit: (props) => <LineEdit {...props} kind="tel" />,
  ops: ["contains", "eq", "is_empty", "is_filled"],
});

/** Chinese mobile numbers in the groups people say them in; a tap dials. */
function PhoneShow({ value }: ShowProps) {
  const number = text(value);
  const said = number.replace(/^\+86(1\d{2})(\d{4})(\d{4})$/, "$1 $2 $3");
  return <a href={`tel:${number}`}>{said}</a>;
}

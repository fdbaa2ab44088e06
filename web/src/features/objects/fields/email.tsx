import { register } from "@/features/objects/field-types";
import { LineEdit, text } from "@/features/objects/pieces";

register({
  key: "email",
  Show: ({ value }) => <a href={`mailto:${text(value)}`}>{text(value)}</a>,
  Edit: (props) => <LineEdit {...props} kind="email" />,
  ops: ["contains", "eq", "is_empty", "is_filled"],
});

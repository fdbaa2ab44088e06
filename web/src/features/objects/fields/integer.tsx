import { register } from "@/features/objects/field-types";
import { NumberEdit, NumberShow } from "@/features/objects/pieces";

register({
  key: "integer",
  Show: NumberShow,
  Edit: (props) => <NumberEdit {...props} whole />,
  ops: ["eq", "ge", "le", "gt", "lt", "ne", "is_empty", "is_filled"],
  end: true,
});

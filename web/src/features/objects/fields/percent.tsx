import { register } from "@/features/objects/field-types";
import { NumberEdit, NumberShow } from "@/features/objects/pieces";

register({
  key: "percent",
  Show: (props) => <NumberShow {...props} unit="%" />,
  Edit: (props) => <NumberEdit {...props} unit="%" />,
  ops: ["ge", "le", "gt", "lt", "eq", "is_empty", "is_filled"],
  end: true,
});

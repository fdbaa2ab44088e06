import { register } from "@/features/objects/field-types";
import { NumberEdit, NumberShow } from "@/features/objects/pieces";

register({
  key: "decimal",
  Show: NumberShow,
  Edit: NumberEdit,
  ops: ["eq", "ge", "le", "gt", "lt", "ne", "is_empty", "is_filled"],
  end: true,
});

import { register } from "@/features/objects/field-types";
import { LineEdit, text } from "@/features/objects/pieces";

register({
  key: "text",
  Show: ({ value, field }) => `${text(value)}${field.unit ? ` ${field.unit}` : ""}`,
  Edit: LineEdit,
  ops: ["contains", "eq", "ne", "starts_with", "is_empty", "is_filled"],
});

import { register } from "@/features/objects/field-types";
import { LineEdit, text } from "@/features/objects/pieces";

register({
  key: "auto_number",
  Show: ({ value }) => text(value),
  Filter: LineEdit,
  ops: ["eq", "starts_with"],
});

import { register } from "@/features/objects/field-types";
import { NumberEdit, NumberShow } from "@/features/objects/pieces";

register({
  key: "formula",
  Show: NumberShow,
  Filter: NumberEdit,
  ops: ["ge", "le", "is_empty", "is_filled"],
  end: true,
});

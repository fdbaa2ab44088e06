import { register } from "@/features/objects/field-types";
import { FileEdit, FileShow } from "@/features/objects/pieces";

register({
  key: "photo",
  Show: FileShow,
  Edit: (props) => <FileEdit {...props} accept="image/*" capture="environment" />,
  ops: ["is_empty", "is_filled"],
});

import { register } from "@/features/objects/field-types";
import { FileEdit, FileShow } from "@/features/objects/pieces";

register({
  key: "audio",
  Show: FileShow,
  Edit: (props) => <FileEdit {...props} accept="audio/*,video/webm,video/mp4" capture="user" />,
  ops: ["is_empty", "is_filled"],
});

import { register } from "@/features/objects/field-types";
import { FileEdit, FileShow } from "@/features/objects/pieces";

register({ key: "file", Show: FileShow, Edit: FileEdit, ops: ["is_empty", "is_filled"] });

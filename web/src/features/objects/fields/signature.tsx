import { register } from "@/features/objects/field-types";
import { DrawingEdit, FileShow } from "@/features/objects/pieces";

register({ key: "signature", Show: FileShow, Edit: DrawingEdit, ops: ["is_empty", "is_filled"] });

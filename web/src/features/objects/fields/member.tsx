import { register } from "@/features/objects/field-types";
import { LookupEdit, NameShow } from "@/features/objects/pieces";
import { findPeople } from "@/features/org/api";

register({
  key: "member",
  Show: NameShow,
  Edit: (props) => <LookupEdit {...props} search={findPeople} />,
  ops: ["eq", "ne", "is_empty", "is_filled"],
});

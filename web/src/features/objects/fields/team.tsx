import { register } from "@/features/objects/field-types";
import { LookupEdit, NameShow } from "@/features/objects/pieces";
import { findTeams } from "@/features/org/api";

register({
  key: "team",
  Show: NameShow,
  Edit: (props) => <LookupEdit {...props} search={findTeams} />,
  ops: ["eq", "ne", "is_empty", "is_filled"],
});
